/* Containers that a workflow's job starts beside itself ("services:"), on the machine that runs the job and for as long
 * as it takes: nobody's deployment, so their ports are mentions. */
#ifndef PC_JOB_SERVICES_H
#define PC_JOB_SERVICES_H

#include "reader.h"

/* Of a GitHub workflow and its like. What is no YAML is told by nobody: a workflow is read for its lines. */
void pc_job_services_mention(struct pc_read_context *ctx);

#endif
