using Orleans.Messaging;

namespace OrleansEntry.Storage.Azure;

/// <summary>Tells clients which silos of a cluster they may connect to: the active ones with a port for clients.</summary>
/// <param name="options">Valid options; the table is the silos'.</param>
/// <param name="clusterId">The cluster's id.</param>
/// <param name="refreshAfter">After how long a client asks again.</param>
/// <param name="clock">Bounds the time of calls.</param>
internal sealed class AzureTableGatewayList(
    AzureTableClusteringOptions options, string clusterId, TimeSpan refreshAfter, TimeProvider clock) : IGatewayListProvider
{
    private readonly AzureTable _table = new(options, clock);

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => refreshAfter;

    /// <inheritdoc/>
    [Obsolete("Orleans no longer asks.")]
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    /// <remarks>A client may start before the first silo.</remarks>
    public Task InitializeGatewayListProviderAsync(CancellationToken cancellationToken) => _table.Create(cancellationToken);

    /// <inheritdoc/>
    public Task<IList<Uri>> GetGatewaysAsync(CancellationToken cancellationToken) => _table.Call<IList<Uri>>(
        async (table, token) =>
        {
            var gateways = new List<Uri>();
            await foreach (var page in AzureTable.Pages(table, SiloRows.GatewayFilter(clusterId), AzureTable.MaxPageRows, token))
                gateways.AddRange(page.Select(SiloRows.ToGateway));
            return gateways;
        },
        cancellationToken);

    Task IGatewayListProvider.InitializeGatewayListProvider() => InitializeGatewayListProviderAsync(CancellationToken.None);

    Task<IList<Uri>> IGatewayListProvider.GetGateways() => GetGatewaysAsync(CancellationToken.None);
}
