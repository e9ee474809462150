"""The pages about what surrounds the program: environment variables, where files lie, and running unattended."""

import os
import sys
from collections.abc import Sequence
from typing import NamedTuple

from alliancectl.cli import settings
from alliancectl.cli.context import Run
from alliancectl.cli.topics_page import lines, note, page, rows
from alliancectl.text import Text
from alliancectl.values.clean import visible

OURS = {
    "ALLIANCECTL_DB": Text("记录文件；--db 优先", "the record file; --db comes first"),
    "ALLIANCECTL_LANG": Text("语言 zh 或 en；--lang 优先", "language, zh or en; --lang comes first"),
    "ALLIANCECTL_CONFIG": Text("设置文件", "the settings file"),
    "ALLIANCECTL_ACTOR": Text("操作人，记入历史；不写就是登录名", "who is at work, kept in the history; else the login name"),
    "ALLIANCECTL_TODAY": Text("把“今天”定为这一天，YYYY-MM-DD", "the day that counts as today, YYYY-MM-DD"),
    "ALLIANCECTL_TRACEBACK": Text("不空时，程序自身的错误连同调用栈一起显示", "when not empty, a bug of the program is shown with its "
                                                                              "traceback"),
}
OTHERS = {
    "NO_COLOR": Text("不空就不用颜色；--color 优先", "no colour when not empty; --color comes first"),
    "TERM": Text("dumb：不用颜色", "dumb: no colour"),
    "COLUMNS": Text("终端表格的宽度，至少 20", "width of tables on a terminal, at least 20"),
    "LC_ALL, LC_MESSAGES, LANG": Text("别处都没有指定语言时，以它为准", "the language, where nothing else says it"),
    "VISUAL, EDITOR": Text("--edit 用的编辑器，先看 VISUAL", "the editor for --edit, VISUAL first"),
    "SHELL": Text("completion install 为哪个外壳程序安装补全", "the shell that completion install is for"),
    "USER, LOGNAME, USERNAME": Text("登录名", "the login name"),
}
FOLDERS = {
    "XDG_CONFIG_HOME": Text("设置放在其下 alliancectl/；否则 ~/.config", "settings, in alliancectl/ below it; else ~/.config"),
    "XDG_DATA_HOME": Text("记录文件放在其下 alliancectl/；否则 ~/.local/share",
                          "the record file, in alliancectl/ below it; else ~/.local/share"),
    "SQLITE_TMPDIR, TMPDIR": Text("临时文件，检查和汇总很大的文件时用；否则 /var/tmp、/tmp",
                                  "temporary files, where much is checked or sorted; else /var/tmp, /tmp"),
    "HOME, USERPROFILE": Text("家目录；没有就用当前目录", "the home folder; without one, the current folder"),
    "APPDATA, LOCALAPPDATA": Text("Windows 上设置与记录文件的位置", "settings and record file on Windows"),
}


def environment(run: Run) -> str:
    """Every variable that is read, and what is in force now."""
    return page(
        Text("环境变量", "Environment variables")(),
        rows([(name, about()) for name, about in (OURS | OTHERS).items()]),
        Text("文件放在哪里：", "Where files lie:")(),
        rows([(name, about()) for name, about in FOLDERS.items()]),
        note(Text("先后次序：命令里的选项、环境变量、设置文件（alliancectl config list），然后是默认。语言在设置之后还看记录文件。",
                  "What comes first: an option, a variable, the settings (alliancectl config list), the default. The language is "
                  "looked up in the record file after the settings.")),
        Text("现在：", "Now:")(),
        lines(f"{Text('记录文件', 'record file')()}  {visible(os.path.abspath(run.db))}",
              f"{Text('设置文件', 'settings   ')()}  {visible(os.path.abspath(settings.path()))}"))


def cron(run: Run) -> str:
    """Lines to copy, with the paths of this machine, for the scheduler of this system."""
    job = job_of(run)
    shown = _windows(job) if sys.platform == "win32" else _posix(job)
    return page(
        Text("每年自动生成报告", "The yearly report, by itself every year")(),
        note(Text("--last 是上一个完整的报告年度，{year} 换成它的年份。没有变化的文件不会重写，重复运行无妨。"
                  "-q：一切正常就不说话，只有出错才有邮件。"
                  "定时任务几乎没有环境变量，所以路径都写全；以下是这台机器上的路径，可以直接复制。",
                  "--last is the last complete year, {year} becomes its number. An unchanged file is not touched, so running twice "
                  "does no harm. -q: nothing is said unless something is wrong, so cron sends no mail. A scheduled job has next to no "
                  "environment, so every path is in full: those of this machine, ready to be copied.")),
        *shown,
        Text("退出码（全部：alliancectl help exit-codes）：", "Exit codes (all: alliancectl help exit-codes):")(),
        rows([
            ("0", Text("报告已写好，或没有变化", "the report is written, or nothing changed")()),
            ("1", Text("没有记录文件、磁盘已满、文件夹不可写", "no record file, a full disk, a folder that cannot be written")()),
            ("2", Text("命令写错", "the line is mistyped")()),
            ("5", Text("文件被占用超过 10 秒，等下次即可；多等一会用 --wait 60",
                       "the file was busy for 10 s; the next run will do, or --wait 60")()),
        ]))


class Job(NamedTuple):
    """What is to run: the program's words, and the report command's."""

    program: tuple[str, ...]
    words: tuple[str, ...]


def job_of(run: Run) -> Job:
    """The yearly report of this record file, written beside it, all paths absolute."""
    file = os.path.abspath(run.db)
    out = os.path.join(os.path.dirname(file), "report-{year}.md")
    return Job(_program(), ("report", "year", "--last", "-q", "--db", file, "--out", out))


def _program() -> tuple[str, ...]:
    """How this program is started from anywhere."""
    started = os.path.abspath(sys.argv[0])
    if os.path.basename(started).lower() in ("alliancectl", "alliancectl.exe") and os.path.isfile(started):
        return (started,)
    return (sys.executable, "-m", "alliancectl")


def _posix(job: Job) -> list[str]:
    return [
        Text("crontab -e，每年 1 月 5 日 7 时：", "crontab -e, on 5 January at 7:")(),
        lines(f"0 7 5 1 * {for_crontab((*job.program, *job.words))}"),
        Text("或用 systemd：两个文件，一条命令（Windows 上，这一页给出任务计划程序的命令）：",
             "Or systemd: two files, one command (on Windows: the Task Scheduler):")(),
        lines("# ~/.config/systemd/user/alliance-report.service", "[Service]", "Type=oneshot",
              f"ExecStart={for_systemd((*job.program, *job.words))}",
              "# ~/.config/systemd/user/alliance-report.timer", "[Timer]", "OnCalendar=*-01-05 07:00", "Persistent=true",
              "[Install]", "WantedBy=timers.target"),
        lines("systemctl --user enable --now alliance-report.timer"),
    ]


def _windows(job: Job) -> list[str]:
    return [
        Text("任务计划程序，每年 1 月 5 日 7 时（在命令提示符中运行一次）：",
             "Task Scheduler, on 5 January at 7 (run this once in a command prompt):")(),
        lines(for_schtasks((*job.program, *job.words))),
    ]


def for_crontab(words: Sequence[str]) -> str:
    """The words quoted for sh, in a crontab: there a bare % would end the line."""
    import shlex

    return shlex.join(words).replace("%", "\\%")


def for_systemd(words: Sequence[str]) -> str:
    """The words quoted for ExecStart=, where % and $ stand for something (systemd.service(5))."""
    return " ".join(_systemd_word(word) for word in words)


def _systemd_word(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if any(character in word for character in " \"'\\;{}") else escaped


def for_schtasks(words: Sequence[str]) -> str:
    """The line that makes the task; its command stands in quotes, so quotes in it are escaped."""
    import subprocess

    command = subprocess.list2cmdline(words).replace('"', '\\"')
    return f'schtasks /Create /TN alliance-report /SC MONTHLY /M JAN /D 5 /ST 07:00 /TR "{command}"'
