namespace OrleansEntry.Storage.Conformance;

/// <summary>Gives every test a backend with nothing in it.</summary>
public abstract class ConformanceTests : IAsyncLifetime
{
    private IStorageBackend? _backend;

    protected IStorageBackend Backend => _backend!;

    protected static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IStorageBackend> Open();

    public async ValueTask InitializeAsync() => _backend = await Open();

    public async ValueTask DisposeAsync()
    {
        if (_backend is not null) await _backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
