/* Lines of PowerShell (and of the commands that its scripts share with batch files) that state a port. */
#ifndef PC_POWERSHELL_H
#define PC_POWERSHELL_H

#include "source.h"

/* line: of the file's text; code: the same bytes without comments. */
void pc_powershell_line(struct pc_source *source, struct pc_str line, struct pc_str code);

#endif
