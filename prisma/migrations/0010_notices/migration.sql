-- CreateTable
CREATE TABLE "Notice" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "effectKey" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "flowName" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readAt" DATETIME,
    "pushedAt" DATETIME
);

-- CreateIndex
CREATE UNIQUE INDEX "Notice_effectKey_key" ON "Notice"("effectKey");

-- CreateIndex
CREATE INDEX "Notice_readAt_createdAt_idx" ON "Notice"("readAt", "createdAt");


