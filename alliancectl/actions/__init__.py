"""What can be done: one function a use case, between the commands and the store."""
