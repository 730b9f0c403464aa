/* The hooks and CI files that `init` writes. */
#include "init.h"

const struct pc_init_template pc_init_hooks[] = {
    {.kind = "git",
     .path = ".git/hooks/pre-commit",
     .program = true,
     .about = "checks what is staged before each commit",
     .text = "#!/bin/sh\nexec portcheck check --staged\n"},
    {.kind = "pre-commit",
     .path = ".pre-commit-config.yaml",
     .about = "pre-commit checks what is staged before each commit",
     .text = "repos:\n"
             "  - repo: local\n"
             "    hooks:\n"
             "      - id: portcheck\n"
             "        name: portcheck\n"
             "        entry: portcheck check --staged\n"
             "        language: system\n"
             "        pass_filenames: false\n"
             "        always_run: true\n",
     .then = "pre-commit install"},
    {.kind = "husky",
     .path = ".husky/pre-commit",
     .program = true,
     .about = "husky checks what is staged before each commit",
     .text = "portcheck check --staged\n",
     .then = "npx husky"},
    {.kind = "lefthook",
     .path = "lefthook.yml",
     .about = "lefthook checks what is staged before each commit",
     .text = "pre-commit:\n"
             "  commands:\n"
             "    portcheck:\n"
             "      run: portcheck check --staged\n",
     .then = "lefthook install"},
    {.kind = NULL},
};

const struct pc_init_template pc_init_cis[] = {
    {.kind = "github",
     .path = ".github/workflows/portcheck.yml",
     .about = "checks each push, and of pull requests what they bring",
     .text = "name: portcheck\n"
             "on:\n"
             "  push:\n"
             "    branches: [main]\n"
             "  pull_request:\n"
             "permissions:\n"
             "  contents: read\n"
             "jobs:\n"
             "  ports:\n"
             "    runs-on: ubuntu-latest\n"
             "    steps:\n"
             "      - uses: actions/checkout@v4\n"
             "        with:\n"
             "          fetch-depth: 0 # what is new is told by comparing with the base\n"
             "      - uses: OWNER/portcheck@v" PC_VERSION "\n",
     .then = "write who OWNER is, the account that you have portcheck from, into .github/workflows/portcheck.yml"},
    {.kind = "gitlab",
     .path = ".gitlab/portcheck.yml",
     .about = "checks each merge request for what it brings, and feeds the code quality widget",
     .text = "portcheck:\n"
             "  stage: test\n"
             "  image:\n"
             "    name: $PORTCHECK_IMAGE # an image with portcheck\n"
             "    entrypoint: ['']\n"
             "  variables:\n"
             "    GIT_DEPTH: 0\n"
             "  rules:\n"
             "    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n"
             "      variables:\n"
             "        PORTCHECK_NEW_SINCE: auto\n"
             "    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH\n"
             "  script:\n"
             "    - portcheck check --also gitlab=gl-code-quality-report.json\n"
             "  artifacts:\n"
             "    when: always\n"
             "    reports:\n"
             "      codequality: gl-code-quality-report.json\n",
     .then = "add `include: { local: .gitlab/portcheck.yml }` to .gitlab-ci.yml, and set PORTCHECK_IMAGE"},
    {.kind = NULL},
};
