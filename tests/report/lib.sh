# Node, a browser, and what npm installs into the folder $modules of the build. Sets REPORT_MODULES and REPORT_CHROMIUM; ends with 77
# where something cannot be had. Read by run.sh and scripts/update-report-picture.

skip() {
    echo "SKIPPED: $*; the report was not looked at in a browser" >&2
    exit 77
}
command -v node >/dev/null || skip 'node is not installed'
command -v npm >/dev/null || skip 'npm is not installed'
node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 18 || (major === 18 && minor >= 19) ? 0 : 1)' ||
    skip "node $(node --version) is older than 18.19"
for chromium in "${CHROMIUM-}" chromium chromium-browser google-chrome; do
    [ -n "$chromium" ] && chromium=$(command -v "$chromium") && break
    chromium=
done
[ -n "$chromium" ] || skip 'chromium is not installed'

# Several tests of one build may come here at once; each build installs for itself.
mkdir -p "$modules"
exec 9>"$modules/lock"
flock 9 2>/dev/null || true
if ! cmp -s "$here/package-lock.json" "$modules/installed.json"; then
    cp "$here/package.json" "$here/package-lock.json" "$modules/"
    (cd "$modules" && timeout 150 npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1) || {
        tail -n 5 "$modules/npm.log" >&2
        skip 'the npm registry cannot be reached'
    }
    cp "$here/package-lock.json" "$modules/installed.json"
fi
exec 9>&-

export REPORT_MODULES="$modules" REPORT_CHROMIUM="$chromium"
