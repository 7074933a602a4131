using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance;

/// <summary>One backend on data of its own, which is gone when it is disposed.</summary>
public interface IStorageBackend : IAsyncDisposable
{
    IGrainStorage Grains { get; }

    IJournalStore Journals { get; }
}
