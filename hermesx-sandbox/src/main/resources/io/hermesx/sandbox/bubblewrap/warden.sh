# $1 the mark, $2 a folder to remove, then control groups. Works when its input ends without a word.
trap '' HUP INT TERM
marker=$1 folder=$2
shift 2
while read -r order; do
  [ "$order" = done ] && exit 0
done
calm=0 rounds=0
while [ $calm -lt 3 ] && [ $rounds -lt 100 ]; do
  calm=$((calm + 1)) rounds=$((rounds + 1))
  for group; do
    [ -w "$group/cgroup.kill" ] && echo 1 >"$group/cgroup.kill"
    for procs in "$group"/cgroup.procs "$group"/*/cgroup.procs; do
      [ -e "$procs" ] || continue
      # The kernel lists a process that just ends as 0, which to kill is everybody around us.
      while read -r pid; do
        calm=0
        [ "$pid" -gt 1 ] && kill -9 "$pid" 2>/dev/null
      done <"$procs"
    done
  done
  for environ in $(grep -lsF "HERMESX_EXECUTOR=$marker" /proc/[0-9]*/environ); do
    pid=${environ#/proc/}
    kill -9 "${pid%/environ}" 2>/dev/null && calm=0
  done
  sleep 0.02
done
for group; do rmdir "$group"/*/ "$group" 2>/dev/null; done
# What somebody else has made at its path may be a link to what is not ours to take down.
[ -O "$folder" ] && [ ! -L "$folder" ] || exit 0
for volume in "$folder"/volumes/*; do umount -l "$volume" 2>/dev/null; done
rm -rf "$folder"
