// For storage in memory with many rows, as benchmarks have it.
const Loki = require('lokijs');

// There is nothing to save to: it would write all it holds into one string every five seconds nevertheless, and stand still meanwhile.
Loki.prototype.autosaveEnable = () => {};

// Each insert asks whether the row is there, by its RowKey first: where every grain has the same one, that reads all rows. What fewer rows
// have goes first: a grain's own partition, and in a log, which is one partition, the row.
const { findOne } = Loki.Collection.prototype;
Loki.Collection.prototype.findOne = function (query) {
  if (!(query && 'PartitionKey' in query && 'RowKey' in query)) return findOne.call(this, query);

  const rowsWith = (key) => {
    const [first, last] = this.calculateRange('$eq', key, query[key]);
    return last - first;
  };
  const { PartitionKey, RowKey } = query;
  return findOne.call(this, rowsWith('PartitionKey') < rowsWith('RowKey') ? { PartitionKey, RowKey } : { RowKey, PartitionKey });
};
