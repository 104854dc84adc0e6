require('./isolated.cjs')('worker 6');
