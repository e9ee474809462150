"""What is told: answers of the store become a Report, which is data."""
