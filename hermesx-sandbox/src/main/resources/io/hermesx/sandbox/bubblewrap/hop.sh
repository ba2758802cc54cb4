# $1 the JVM, $2 $3 $4 its descriptors of arguments, status and filter, $5 open files,
# $6 blocks of 512 octets in a file, $7 seconds of processor time, $8 an account or -, $9 prlimit,
# then cgroup.procs files up to --, then what to run.
IFS= read -r go && [ "$go" = go ] || exit 125
fds=/proc/$1/fd arguments=$2 status=$3 filter=$4 files=$5 blocks=$6 cpu=$7 account=$8 prlimit=$9
shift 9
while [ "$1" != -- ]; do
  echo $$ >"$1" || exit 125
  shift
done
shift
echo 1000 >/proc/self/oom_score_adj || exit 125
ulimit -n "$files" && ulimit -f "$blocks" &&
  ulimit -S -t "$cpu" && ulimit -H -t $((cpu + 1)) || exit 125
# A program of the host that takes dumps of memory gets them whatever the limit is, as root and with
# the variables in them, unless it is one octet.
IFS= read -r dumps </proc/sys/kernel/core_pattern || exit 125
bwrap=$1 setpriv=$2
shift 2
case $dumps in
  '|'*)
    "$prlimit" --pid $$ --core=1:1 || {
      echo "a crash would hand memory to a program of the host, kernel.core_pattern is $dumps:" \
        "let this process have a hard limit on core files of 1 or more (systemd: LimitCORE=1)," \
        "install util-linux for $prlimit, or set kernel.core_pattern to a file" >&2
      exit 125
    }
    ;;
  @*)
    echo "a crash would hand memory to a program of the host whatever the limit is, kernel.core_pattern" \
      "is $dumps: set it to a pipe or a file" >&2
    exit 125
    ;;
  *) ulimit -c 0 || exit 125 ;;
esac
if [ "$account" = - ]; then
  exec "$bwrap" --args 7 "$@" 7<"$fds/$arguments" 8>>"$fds/$status" 9<"$fds/$filter"
fi
exec "$setpriv" --reuid "$account" --regid "$account" --clear-groups --no-new-privs \
  "$bwrap" --args 7 "$@" 7<"$fds/$arguments" 8>>"$fds/$status" 9<"$fds/$filter"
