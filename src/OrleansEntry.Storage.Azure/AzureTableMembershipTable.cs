using Azure.Data.Tables.Models;
using Orleans;
using Orleans.Runtime;

namespace OrleansEntry.Storage.Azure;

/// <summary>A cluster's silos on Azure Table Storage. Every change of a silo's row is one transaction with the version's row, on
/// condition of the version's ETag: of two silos who change the table at once, one is told <see langword="false"/> and reads
/// again.</summary>
/// <remarks>When the answer to a change is lost and the client sends it again, a change that was applied is told
/// <see langword="false"/>. The silo then reads the table, finds its own change in it, and goes on from there.</remarks>
internal sealed class AzureTableMembershipTable : IMembershipTable
{
    private const int MaxReads = 5;

    private readonly AzureTable _table;
    private readonly string _cluster;
    private readonly int _pageRows;

    /// <param name="options">Valid options.</param>
    /// <param name="clusterId">The cluster's id: the partition.</param>
    /// <param name="clock">Bounds the time of calls.</param>
    /// <param name="pageRows">Most silos in a page.</param>
    public AzureTableMembershipTable(
        AzureTableClusteringOptions options, string clusterId, TimeProvider clock, int pageRows = AzureTable.MaxPageRows) =>
        (_table, _cluster, _pageRows) = (new AzureTable(options, clock), clusterId, pageRows);

    /// <inheritdoc/>
    public async Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken)
    {
        await _table.Create(cancellationToken);
        if (tryInitTableVersion)
            await Try((table, token) => table.AddEntityAsync(SiloRows.VersionRow(_cluster, version: 0), token), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken)
    {
        var row = SiloRows.KeyOf(key);
        return Read(
            TableClient.CreateQueryFilter($"PartitionKey eq {_cluster} and (RowKey eq {row} or RowKey eq {SiloRows.VersionKey})"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) =>
        Read(TableClient.CreateQueryFilter($"PartitionKey eq {_cluster}"), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken) =>
        TryChange(new(TableTransactionActionType.Add, SiloRows.ToRow(_cluster, entry)), tableVersion, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The row must exist, and the version's ETag is what guards it: whatever changes a row changes the version too, but for a
    /// sign of life, which must not stand in the way of a change.</remarks>
    public Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken) =>
        TryChange(
            new(TableTransactionActionType.UpdateReplace, SiloRows.ToRow(_cluster, entry), ETag.All), tableVersion, cancellationToken);

    /// <inheritdoc/>
    public Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken) => _table.Call(
        (table, token) => table.UpdateEntityAsync(SiloRows.ToAliveRow(_cluster, entry), ETag.All, TableUpdateMode.Merge, token),
        cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken)
    {
        var pages = await ReadRows(TableClient.CreateQueryFilter($"PartitionKey eq {clusterId}"), cancellationToken);
        foreach (var row in pages.SelectMany(page => page))
            await Try((table, token) => table.DeleteEntityAsync(row, ETag.All, token), cancellationToken);
    }

    /// <summary>Deletes the rows of silos that are not active and of which nothing was heard since a date, no vote either.</summary>
    /// <param name="beforeDate">The date.</param>
    /// <param name="cancellationToken">Stops it between two rows.</param>
    /// <remarks>As with the official provider, the table's version stays as it is. A row that changes meanwhile is left alone.</remarks>
    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken)
    {
        var defunct = (await ReadAllAsync(cancellationToken)).Members
            .Where(m => m.Item1.Status is not SiloStatus.Active && SiloRows.LastHeardOf(m.Item1) < beforeDate.UtcDateTime);
        foreach (var (silo, etag) in defunct)
        {
            await Try(
                (table, token) => table.DeleteEntityAsync(_cluster, SiloRows.KeyOf(silo.SiloAddress), new ETag(etag), token),
                cancellationToken);
        }
    }

    Task IMembershipTable.InitializeMembershipTable(bool tryInitTableVersion) =>
        InitializeMembershipTableAsync(tryInitTableVersion, CancellationToken.None);

    Task<MembershipTableData> IMembershipTable.ReadRow(SiloAddress key) => ReadRowAsync(key, CancellationToken.None);

    Task<MembershipTableData> IMembershipTable.ReadAll() => ReadAllAsync(CancellationToken.None);

    Task<bool> IMembershipTable.InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        InsertRowAsync(entry, tableVersion, CancellationToken.None);

    Task<bool> IMembershipTable.UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        UpdateRowAsync(entry, etag, tableVersion, CancellationToken.None);

    Task IMembershipTable.UpdateIAmAlive(MembershipEntry entry) => UpdateIAmAliveAsync(entry, CancellationToken.None);

    Task IMembershipTable.DeleteMembershipTableEntries(string clusterId) =>
        DeleteMembershipTableEntriesAsync(clusterId, CancellationToken.None);

    Task IMembershipTable.CleanupDefunctSiloEntries(DateTimeOffset beforeDate) =>
        CleanupDefunctSiloEntriesAsync(beforeDate, CancellationToken.None);

    private Task<MembershipTableData> Read(string filter, CancellationToken cancellationToken) =>
        _table.Call((_, token) => ReadSnapshot(filter, token), cancellationToken);

    // One page is one snapshot. Several are taken for one only when nothing was changed from before the first until after the last.
    private async Task<MembershipTableData> ReadSnapshot(string filter, CancellationToken cancellationToken)
    {
        for (var reads = 0; reads < MaxReads; reads++)
        {
            var before = await ReadVersion(cancellationToken);
            var pages = await ReadRows(filter, cancellationToken);
            if (pages.Count == 1 || await ReadVersion(cancellationToken) == before) return ToData([.. pages.SelectMany(page => page)]);
        }

        throw new IOException($"The silos of the cluster {_cluster} changed during each of {MaxReads} reads.");
    }

    private async Task<TableVersion> ReadVersion(CancellationToken cancellationToken) => SiloRows.ToVersion(await _table.Call(
        (table, token) => table.GetEntityAsync<TableEntity>(_cluster, SiloRows.VersionKey, cancellationToken: token), cancellationToken));

    private Task<List<IReadOnlyList<TableEntity>>> ReadRows(string filter, CancellationToken cancellationToken) => _table.Call(
        async (table, token) =>
        {
            var pages = new List<IReadOnlyList<TableEntity>>();
            await foreach (var page in AzureTable.Pages(table, filter, _pageRows, token)) pages.Add(page);
            return pages;
        },
        cancellationToken);

    private static MembershipTableData ToData(TableEntity[] rows)
    {
        var version = SiloRows.ToVersion(rows.Single(row => row.RowKey == SiloRows.VersionKey));
        return new MembershipTableData(
            [.. rows.Where(SiloRows.IsSilo).Select(row => Tuple.Create(SiloRows.ToEntry(row), row.ETag.ToString()))], version);
    }

    private Task<bool> TryChange(TableTransactionAction silo, TableVersion next, CancellationToken cancellationToken)
    {
        var version = new TableTransactionAction(
            TableTransactionActionType.UpdateReplace, SiloRows.VersionRow(_cluster, next.Version), new ETag(next.VersionEtag));
        return Try((table, token) => table.SubmitTransactionAsync([silo, version], token), cancellationToken);
    }

    // Whether it was done; else nothing was, because another silo was faster.
    private async Task<bool> Try<T>(Func<TableClient, CancellationToken, Task<T>> change, CancellationToken cancellationToken)
    {
        try
        {
            await _table.Call(change, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            return false;
        }
    }
}
