-- CreateTable
CREATE TABLE "Tour" (
    "userId" TEXT NOT NULL PRIMARY KEY,
    "step" TEXT,
    "updatedAt" DATETIME NOT NULL
);


