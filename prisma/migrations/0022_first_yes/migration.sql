-- CreateTable
CREATE TABLE "FirstYes" (
    "approvalId" TEXT NOT NULL PRIMARY KEY,
    "byId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "proof" TEXT,
    "signature" TEXT NOT NULL,
    CONSTRAINT "FirstYes_approvalId_fkey" FOREIGN KEY ("approvalId") REFERENCES "Approval" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

