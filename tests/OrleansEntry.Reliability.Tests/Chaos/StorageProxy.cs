using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Reliability.Tests.Chaos;

/// <summary>What may happen to a write on its way between a silo and its storage.</summary>
internal enum WriteFault
{
    /// <summary>It never arrives.</summary>
    Refuse,

    /// <summary>It is stored, and its answer is lost.</summary>
    LoseAnswer,

    /// <summary>It arrives when its sender has given up.</summary>
    Stall,
}

/// <summary>Stands between one silo and the storage account, as a network would. Requests are signed without the host's name,
/// so the storage takes them as the silo's own.</summary>
internal sealed class StorageProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker _storage =
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
    private readonly Queue<WriteFault> _next = [];
    private readonly Uri _to;
    private WebApplication? _app;
    private int _hit;

    private StorageProxy(Uri to) => _to = to;

    /// <summary>Where the silo finds its storage.</summary>
    public Uri Address => new(_app!.Urls.Single());

    /// <summary>Whether nothing at all gets through.</summary>
    public bool IsCut { get; set; }

    /// <summary>How many requests were disturbed.</summary>
    public int Hit => _hit;

    /// <summary>Starts in front of a storage.</summary>
    public static async Task<StorageProxy> Start(Uri to)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = new StorageProxy(to) { _app = builder.Build() };
        proxy._app.Run(proxy.Forward);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>Lets something happen to each of the next writes.</summary>
    public void Disturb(WriteFault fault, int writes)
    {
        lock (_next)
            for (var i = 0; i < writes; i++) _next.Enqueue(fault);
    }

    /// <summary>Everything gets through again.</summary>
    public void Heal()
    {
        IsCut = false;
        lock (_next) _next.Clear();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        _storage.Dispose();
    }

    private async Task Forward(HttpContext http)
    {
        var fault = Take(http.Request.Method);
        if (IsCut || fault is not null) Interlocked.Increment(ref _hit);
        if (IsCut || fault is WriteFault.Refuse)
        {
            http.Abort();
            return;
        }

        try
        {
            using var request = await Forwarding.Copy(http.Request, _to);
            if (fault is WriteFault.Stall) await GivenUp(http);
            using var answer = await _storage.SendAsync(request, fault is null ? http.RequestAborted : CancellationToken.None);
            if (fault is null) await Forwarding.Copy(answer, http);
            else http.Abort();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            http.Abort();
        }
    }

    private WriteFault? Take(string method)
    {
        if (HttpMethods.IsGet(method)) return null;
        lock (_next) return _next.TryDequeue(out var fault) ? fault : null;
    }

    private static async Task GivenUp(HttpContext http)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = http.RequestAborted.Register(left.SetResult);
        await left.Task;
    }
}
