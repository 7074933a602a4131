using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace OrleansEntry.Storage.Embedded;

/// <summary>Grain state in the embedded store: one record per grain and state name, guarded by ETags that never repeat.</summary>
/// <remarks>Clearing deletes the record. A write or a clear whose ETag is not the stored one fails with
/// <see cref="InconsistentStateException"/> and stores nothing. Cancelling stops a request that waits, and never undoes one.</remarks>
public sealed class EmbeddedGrainStorage : IGrainStorage
{
    /// <summary>Longest accepted state after serialization, in bytes.</summary>
    public const int MaxStateBytes = 4 * 1024 * 1024;

    // What an ETag that this store never gave stands for: no record has it.
    private const long NoVersion = 0;

    private readonly EmbeddedStore _store;
    private readonly IGrainStorageSerializer _serializer;
    private readonly IActivatorProvider _activators;

    /// <summary>Stores states with one serializer.</summary>
    /// <param name="store">Where they go.</param>
    /// <param name="options">The provider's options.</param>
    /// <param name="activators">Makes new states, as Orleans itself does.</param>
    public EmbeddedGrainStorage(EmbeddedStore store, EmbeddedGrainStorageOptions options, IActivatorProvider activators)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_store, _serializer, _activators) = (store, options.GrainStorageSerializer, activators);
    }

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
    /// <exception cref="StoreOverloadedException">Too many reads are under way.</exception>
    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = new GrainKey(grainId, stateName);
        var record = await _store.ReadAsync(connection => GrainRecords.Read(connection, key), cancellationToken);
        if (record is var (version, content))
        {
            grainState.State = _serializer.Deserialize<T>(BinaryData.FromBytes(content));
            grainState.ETag = ToETag(version);
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The record was written or cleared by somebody else meanwhile.</exception>
    /// <exception cref="StateTooLargeException">The state is longer than <see cref="MaxStateBytes"/>.</exception>
    /// <exception cref="StoreOverloadedException">Too many writes are waiting.</exception>
    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = new GrainKey(grainId, stateName);
        var expected = FromETag(grainState.ETag);
        var content = _serializer.Serialize(grainState.State).ToArray();
        if (content.Length > MaxStateBytes)
            throw new StateTooLargeException($"The state {key} has {content.Length} bytes; a record holds {MaxStateBytes}.");

        var outcome = await _store.WriteAsync(
            content.Length, session => GrainRecords.Write(session, key, expected, content), cancellationToken);
        ExpectDone(outcome, key, grainState.ETag);
        grainState.ETag = ToETag(outcome.Version);
        grainState.RecordExists = true;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The record was written or cleared by somebody else meanwhile.</exception>
    /// <exception cref="StoreOverloadedException">Too many writes are waiting.</exception>
    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = new GrainKey(grainId, stateName);
        var expected = FromETag(grainState.ETag);
        var outcome = await _store.WriteAsync(
            bytes: 0, session => GrainRecords.Clear(session, key, expected), cancellationToken);
        ExpectDone(outcome, key, grainState.ETag);
        Reset(grainState);
    }

    private void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = _activators.GetActivator<T>().Create();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static void ExpectDone(GrainRecords.Outcome outcome, GrainKey key, string? etag)
    {
        if (!outcome.Done)
            throw new InconsistentStateException($"The state {key} is not the one that was read.", ToETag(outcome.Version), etag);
    }

    private static string? ToETag(long? version) => version?.ToString(CultureInfo.InvariantCulture);

    private static long? FromETag(string? etag) =>
        string.IsNullOrEmpty(etag) ? null
        : long.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
        : NoVersion;
}
