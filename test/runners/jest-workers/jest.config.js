module.exports = { setupFilesAfterEnv: ['tracewright/jest'] };
