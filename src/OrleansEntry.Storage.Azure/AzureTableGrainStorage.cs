using Azure.Data.Tables.Models;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace OrleansEntry.Storage.Azure;

/// <summary>Grain state on Azure Table Storage: one row per grain and state name, guarded by the row's ETag.</summary>
/// <remarks>
/// <para>Clearing deletes the row. A write or a clear whose ETag is not the stored one fails with
/// <see cref="InconsistentStateException"/> and stores nothing.</para>
/// <para>When an answer is lost, the client sends the write again, and a first one that was applied makes the second one fail with
/// <see cref="InconsistentStateException"/>; so does the next write after a timeout or a cancellation in the midst of one. Then a write
/// was applied although its caller heard of a failure. That is the safe side of the two: Orleans drops the activation, the next one reads
/// what is stored, and an attempt that was counted stays counted.</para>
/// </remarks>
public sealed class AzureTableGrainStorage : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Longest accepted state after serialization, in bytes.</summary>
    public const int MaxStateBytes = StateColumns.MaxBytes;

    private const int MaxETagLength = 256;

    private readonly AzureTable _table;
    private readonly IGrainStorageSerializer _serializer;
    private readonly string _service;
    private readonly IActivatorProvider _activators;

    /// <summary>Stores the states of one service.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="serviceId">The service's id: the first part of every key, so it never changes.</param>
    /// <param name="activators">Makes new states, as Orleans itself does.</param>
    /// <param name="clock">Bounds the time of calls.</param>
    /// <exception cref="ArgumentException">The service's id cannot be part of a key.</exception>
    public AzureTableGrainStorage(
        AzureTableGrainStorageOptions options, string serviceId, IActivatorProvider activators, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_table, _serializer) = (new AzureTable(options, clock), options.GrainStorageSerializer);
        (_service, _activators) = (TableKey.Checked(serviceId), activators);
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(AzureTableGrainStorage), ServiceLifecycleStage.ApplicationServices, CreateTable);

    /// <summary>Creates the table where there is none. The silo does so when it starts.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task CreateTable(CancellationToken cancellationToken = default) => _table.Create(cancellationToken);

    /// <inheritdoc/>
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    /// <inheritdoc/>
    /// <exception cref="IOException">The service cannot be used now.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time.</exception>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        if (await Find(new TableKey(_service, grainId, stateName), cancellationToken) is { } row)
        {
            grainState.State = _serializer.Deserialize<T>(BinaryData.FromBytes(StateColumns.ToContent(row)));
            grainState.ETag = row.ETag.ToString();
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The row was written or deleted by somebody else meanwhile.</exception>
    /// <exception cref="StateTooLargeException">The state is longer than <see cref="MaxStateBytes"/>; nothing was written.</exception>
    /// <exception cref="IOException">The service cannot be used now; the write may have been applied.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; likewise.</exception>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = new TableKey(_service, grainId, stateName);
        var row = StateColumns.ToRow(key, _serializer.Serialize(grainState.State).ToMemory());
        var etag = grainState.ETag;
        var answer = string.IsNullOrEmpty(etag)
            ? await Conditionally(key, etag, (table, token) => table.AddEntityAsync(row, token), cancellationToken)
            : await Conditionally(
                key, etag, (table, token) => table.UpdateEntityAsync(row, Given(key, etag), TableUpdateMode.Replace, token),
                cancellationToken);
        grainState.ETag = answer.Headers.ETag!.Value.ToString();
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The row was written or deleted by somebody else meanwhile.</exception>
    /// <exception cref="IOException">The service cannot be used now; the row may have been deleted.</exception>
    /// <exception cref="TimeoutException">The service did not answer in time; likewise.</exception>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = new TableKey(_service, grainId, stateName);
        var etag = grainState.ETag;
        if (string.IsNullOrEmpty(etag))
        {
            if (await Find(key, cancellationToken) is not null) throw Inconsistent(key, etag);
        }
        else
        {
            var answer = await Conditionally(
                key, etag, (table, token) => table.DeleteEntityAsync(key.Partition, key.Row, Given(key, etag), token), cancellationToken);

            // For the client, a row that is not there is as good as deleted.
            if (answer.Status is 404) throw Inconsistent(key, etag);
        }

        Reset(grainState);
    }

    private async Task<TableEntity?> Find(TableKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await _table.Call(
                (table, token) => table.GetEntityAsync<TableEntity>(key.Partition, key.Row, cancellationToken: token), cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            // Not for any 404: a table that is gone must not look like a service without accounts.
            return null;
        }
    }

    private async Task<Response> Conditionally(
        TableKey key, string? etag, Func<TableClient, CancellationToken, Task<Response>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await _table.Call(write, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
        {
            throw Inconsistent(key, etag);
        }
    }

    private void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    // "*" would match whatever is stored, and the service answers what is no ETag at all with something else than a mismatch.
    private static ETag Given(TableKey key, string etag) => IsTableETag(etag) ? new ETag(etag) : throw Inconsistent(key, etag);

    private static bool IsTableETag(string etag) =>
        etag is ['W', '/', '"', .. { Length: > 0 and <= MaxETagLength } value, '"']
        && !value.AsSpan().ContainsAnyExceptInRange('!', '~') && !value.Contains('"', StringComparison.Ordinal);

    private static InconsistentStateException Inconsistent(TableKey key, string? etag) =>
        new($"The state {key} is not the one that was read.", "unknown", etag);
}
