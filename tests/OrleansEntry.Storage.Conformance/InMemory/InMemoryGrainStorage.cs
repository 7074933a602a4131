using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance.InMemory;

/// <summary>The plainest grain storage that keeps the promise: what the others are compared with.</summary>
internal sealed class InMemoryGrainStorage : IGrainStorage
{
    public const int MaxStateBytes = 1024 * 1024;

    private readonly Dictionary<(GrainId, string), (string ETag, byte[] Content)> _records = [];
    private readonly Lock _turn = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Run(stateName, grainId, key =>
        {
            Reset(grainState);
            if (!_records.TryGetValue(key, out var record)) return;
            grainState.State = JsonSerializer.Deserialize<T>(record.Content)!;
            (grainState.ETag, grainState.RecordExists) = (record.ETag, true);
        }, cancellationToken);

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Run(stateName, grainId, key =>
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
            if (content.Length > MaxStateBytes) throw new StateTooLargeException("The state is too large.");

            Expect(key, grainState.ETag);
            _records[key] = ((++_version).ToString(CultureInfo.InvariantCulture), content);
            (grainState.ETag, grainState.RecordExists) = (_records[key].ETag, true);
        }, cancellationToken);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        Run(stateName, grainId, key =>
        {
            Expect(key, grainState.ETag);
            _records.Remove(key);
            Reset(grainState);
        }, cancellationToken);

    private static void Reset<T>(IGrainState<T> grainState) =>
        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);

    private static bool IsPlain(string name) => !name.Any(c => char.IsControl(c) || c == '\uFFFD');

    private void Expect((GrainId, string) key, string? etag)
    {
        var stored = _records.TryGetValue(key, out var record) ? record.ETag : null;
        if (stored != (etag is "" ? null : etag)) throw new InconsistentStateException("The state is another one.", stored, etag);
    }

    private Task Run(string stateName, GrainId grainId, Action<(GrainId, string)> act, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled(cancellationToken);
        try
        {
            if (!IsPlain(stateName + grainId) || stateName is "") throw new ArgumentException("A name is plain text.", nameof(stateName));
            lock (_turn) act((grainId, stateName));
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is InconsistentStateException or StateTooLargeException or ArgumentException)
        {
            return Task.FromException(e);
        }
    }
}
