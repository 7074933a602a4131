using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrleansEntry.Reliability.Tests.Production;

/// <summary>What stands in front of a production server: TLS ends here, and whoever asks says nothing about where from and how.</summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker _server =
        new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false });
    private readonly WebApplication _app;
    private readonly Uri _to;

    private TlsProxy(WebApplication app, Uri to) => (_app, _to) = (app, to);

    /// <summary>Its address, https.</summary>
    public Uri Address => new(_app.Urls.Single());

    /// <summary>Starts in front of a server.</summary>
    public static async Task<TlsProxy> Start(Uri to, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
        });
        var app = builder.Build();
        var proxy = new TlsProxy(app, to);
        app.Run(proxy.Forward);
        await app.StartAsync();
        return proxy;
    }

    /// <summary>Somebody who trusts the certificate and no other.</summary>
    public HttpClient NewClient(X509Certificate2 certificate) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
        },
    })
    { BaseAddress = Address };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _server.Dispose();
    }

    private async Task Forward(HttpContext http)
    {
        using var request = await Forwarding.Copy(http.Request, _to);
        request.Headers.Host = http.Request.Host.Value;
        foreach (var (name, value) in new[]
        {
            ("X-Forwarded-For", http.Connection.RemoteIpAddress!.ToString()), ("X-Forwarded-Proto", http.Request.Scheme),
        })
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _server.SendAsync(request, http.RequestAborted);
        await Forwarding.Copy(answer, http);
    }
}
