@echo off
rem Opens a prompt in which planner runs. The first run installs it from wheels\, without any index.
chcp 65001 >nul
set "HERE=%~dp0"
if not exist "%HERE%app\Scripts\planner.exe" (
  python -m venv "%HERE%app" || goto failed
  if exist "%HERE%wheels\psycopg_binary-*.whl" (
    "%HERE%app\Scripts\python.exe" -m pip install --quiet --no-index -f "%HERE%wheels" planner[postgresql] || goto failed
  ) else (
    "%HERE%app\Scripts\python.exe" -m pip install --quiet --no-index -f "%HERE%wheels" planner || goto failed
  )
  echo 已装好，以后不再重复安装。
)
set "PATH=%HERE%app\Scripts;%PATH%"
set "PYTHONUTF8=1"
cmd /k planner --help
exit /b 0
:failed
echo 没有装好。请先安装 Python 3.11 或更新的版本，安装时勾选 Add python.exe to PATH，再双击本文件。
pause
exit /b 1
