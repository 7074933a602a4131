using Orleans.Storage;

namespace OrleansEntry.Storage.Conformance;

/// <summary>One backend on data of its own, which is gone when it is disposed.</summary>
public interface IStorageBackend : IAsyncDisposable
{
    IGrainStorage Grains { get; }

    IJournalStore Journals { get; }

    StorageLimits Limits { get; }
}

/// <summary>Where backends may differ.</summary>
/// <param name="MaxStateBytes">Longest state that the provider accepts.</param>
/// <param name="StorableBytes">Longest state that the backend under test keeps: less than the limit on an emulator that counts
/// otherwise than the service.</param>
/// <param name="TakesPaths">Whether keys may hold <c>/ \ # ? _</c>; otherwise they are refused.</param>
public sealed record StorageLimits(int MaxStateBytes, int StorableBytes, bool TakesPaths);
