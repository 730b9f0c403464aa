"""A small tree that every reader reads something of, with some collisions and drift in it, for runs under faults."""
import os
import subprocess

GIT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
FILES = {
    "PORTS.md": "# Ports\n\n## 7000-7099: Harbour\n\n| Port | Service | Notes |\n|---|---|---|\n| 7001 | quay | front |\n| 7031 | ferry | |\n| 7031 | crane | |\n"
                "| 7040 | buoy | internal only |\n\n## 7100-7199: Sheds\n\n- 7101: winch\n- 7102: `hoist`\n",
    "ports.yaml": "services:\n  lock: {port: 7201}\n  weir: {port: 7201}\n",
    "compose.yml": "x-env: &env\n  LOG: info\nservices:\n  quay:\n    build: quay\n    environment: {<<: *env, PORT: 7001, FERRY_URL: \"http://ferry:7039\"}\n    ports: [\"7001:7001\"]\n"
                   "  ferry:\n    build: ferry\n    env_file: ferry/.env\n    ports: [\"${FERRY_PORT:-7031}:7031\"]\n  crane:\n    image: nginx\n    ports: [\"7001:80\"]\n",
    ".env": "FERRY_PORT=7031\n",
    "quay/CLAUDE.md": "# quay\n\n- Port: 7002\n\nSee http://localhost:7031/health\n",
    "quay/Dockerfile": "FROM node:20\nENV PORT=7001\nEXPOSE 7001\nCMD [\"node\", \"src/main.js\"]\n",
    "quay/package.json": '{"name": "quay", "scripts": {"dev": "vite --port 7001"}}\n',
    "quay/vite.config.ts": "export default { server: { port: 7001, strictPort: true } };\n",
    "quay/src/main.ts": "const port = Number(process.env.PORT || '7003');\nserve({ fetch: app.fetch, port });\n",
    "ferry/.env": "PORT=7031\nQUAY_URL=http://quay:7001\n",
    "ferry/src/app.py": "import os\nport = int(os.environ.get('PORT', '7031'))\napp.run(port=port)\n",
    "crane/application.yml": "server:\n  port: 7050\n",
    "crane/wrangler.toml": "name = \"crane\"\n[dev]\nport = 7051\n",
    "buoy/buoy.service": "[Service]\nEnvironment=PORT=7040\nExecStart=/usr/bin/buoy --port 7040\n",
    "buoy/buoy.container": "[Container]\nImage=buoy\nPublishPort=7040:7040\n",
    "scripts/start.sh": "#!/bin/sh\nPORT=7001 node quay &\ncurl http://localhost:7031/health\n",
    ".github/workflows/ci.yml": "jobs:\n  test:\n    services:\n      ferry:\n        image: ferry\n        ports: [\"7031:7031\"]\n",
    "ops/tunnel/config.yml": "tunnel: harbour\ningress:\n  - hostname: quay.example.org\n    service: http://quay:7009\n  - service: http_status:404\n",
    "ops/prometheus.yml": "scrape_configs:\n  - job_name: quay\n    static_configs:\n      - targets: [\"quay:7001\", \"ferry:7039\"]\n",
    "ops/grafana/datasources.yml": "apiVersion: 1\ndatasources:\n  - name: p\n    type: prometheus\n    url: http://prometheus:9090\n",
    "ops/loki.yml": "auth_enabled: false\nserver:\n  http_listen_port: 3100\n",
    "ops/alertmanager.yml": "route: {receiver: a}\nreceivers:\n  - name: a\n    webhook_configs:\n      - url: http://quay:7001/alert\n",
    "ops/otel-collector.yml": "receivers:\n  otlp:\n    protocols:\n      grpc: {endpoint: \"0.0.0.0:4317\"}\nexporters:\n  otlp: {endpoint: \"tempo:4317\"}\n",
    "ops/traefik.yml": "entryPoints:\n  web:\n    address: \":7080\"\nproviders: {}\n",
    "ops/nginx.conf": "upstream quay { server quay:7001; }\nserver {\n  listen 7081;\n  location / { proxy_pass http://quay; }\n}\n",
    "ops/Caddyfile": "quay.example.org {\n  reverse_proxy quay:7001\n}\n",
    "ops/haproxy.cfg": "frontend f\n  bind *:7082\n  default_backend b\nbackend b\n  server s ferry:7031\n",
    "ops/httpd.conf": "Listen 7083\n<VirtualHost *:7083>\n  ProxyPass / http://quay:7001/\n</VirtualHost>\n",
    "k8s/quay.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: quay}\nspec:\n  ports:\n    - {port: 7001, targetPort: 7001, nodePort: 30001}\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: winch\nversion: 1.0.0\n",
    "chart/values.yaml": "service:\n  port: 7101\n",
    ".gitignore": "*.log\n",
    "shared/tide.txt": "services:\n  tide:\n    image: tide\n    ports: [\"7060:80\"]\n",
}
LINKS = {"stacks/compose.yml": "../shared/tide.txt"}


def git(root, *words):
    subprocess.run(["git", "-C", root, "-c", "user.name=a", "-c", "user.email=a@b"] + list(words), env=GIT, check=True, stdout=subprocess.DEVNULL)


def make(root, with_git):
    """Writes the tree below root, which is there."""
    for path, text in FILES.items():
        name = os.path.join(root, path)
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "w", encoding="utf-8") as file:
            file.write(text)
    for path, target in LINKS.items():
        os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
        os.symlink(target, os.path.join(root, path))
    if with_git:
        git(root, "init", "-q", ".")
        git(root, "add", "-A")
        git(root, "commit", "-qm", "a")
