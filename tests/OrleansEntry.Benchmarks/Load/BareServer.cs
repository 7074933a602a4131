using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Benchmarks.Load;

/// <summary>The ceiling: the same Kestrel in a process of its own, with one endpoint that answers a constant.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    /// <summary>The word on the command line that makes this program the bare server.</summary>
    public const string Command = "bare";

    private readonly Process _process;

    private BareServer(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>Starts the process.</summary>
    /// <param name="bytes">The size of the answer's body.</param>
    public static async Task<BareServer> Start(int bytes)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[typeof(BareServer).Assembly.Location, Command, "http://127.0.0.1:0", $"{bytes}"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in HttpLoad.Undone) start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException("The bare server did not start.");
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The bare server did not start.");
        return new BareServer(process, new Uri(address));
    }

    /// <summary>Serves until it is killed.</summary>
    public static async Task<int> Serve(string url, int bytes)
    {
        var body = new byte[bytes];
        body.AsSpan().Fill((byte)' ');

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapGet("/v1/session", (RequestDelegate)(http =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = body.Length;
            return http.Response.Body.WriteAsync(body).AsTask();
        }));

        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
