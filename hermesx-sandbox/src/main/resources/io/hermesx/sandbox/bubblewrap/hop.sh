# $1 the JVM, $2 $3 $4 its descriptors of arguments, status and filter, $5 open files,
# $6 blocks of 512 octets in a file, $7 seconds of processor time, $8 an account or -,
# then cgroup.procs files up to --, then what to run.
IFS= read -r go && [ "$go" = go ] || exit 125
fds=/proc/$1/fd arguments=$2 status=$3 filter=$4 files=$5 blocks=$6 cpu=$7 account=$8
shift 8
while [ "$1" != -- ]; do
  echo $$ >"$1" || exit 125
  shift
done
shift
echo 1000 >/proc/self/oom_score_adj || exit 125
ulimit -c 0 && ulimit -n "$files" && ulimit -f "$blocks" &&
  ulimit -S -t "$cpu" && ulimit -H -t $((cpu + 1)) || exit 125
bwrap=$1 setpriv=$2
shift 2
if [ "$account" = - ]; then
  exec "$bwrap" --args 7 "$@" 7<"$fds/$arguments" 8>>"$fds/$status" 9<"$fds/$filter"
fi
exec "$setpriv" --reuid "$account" --regid "$account" --clear-groups --no-new-privs \
  "$bwrap" --args 7 "$@" 7<"$fds/$arguments" 8>>"$fds/$status" 9<"$fds/$filter"
