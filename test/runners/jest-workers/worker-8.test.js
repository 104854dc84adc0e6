require('./isolated.cjs')('worker 8');
