using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;
using OrleansEntry.Core.Passcodes;
using OrleansEntry.Core.Sessions;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway.Pages;

namespace OrleansEntry.Gateway.Tests.Hosting;

/// <summary>A whole gateway in this process, over fakes.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string AccountId = "0123456789abcdef0123456789abcdef";
    public const string SessionId = "fedcba9876543210fedcba9876543210";
    public static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, FakeGrainFactory grains, FakeTimeProvider clock)
    {
        (_app, Grains, Clock) = (app, grains, clock);
        var overWire = app.Urls.FirstOrDefault();
        Client = overWire is null
            ? app.GetTestClient()
            : new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        Client.BaseAddress = new Uri(overWire ?? "https://entry.example.test");
        Client.DefaultRequestHeaders.UserAgent.ParseAdd("curl/8.5.0");
    }

    public FakeGrainFactory Grains { get; }
    public FakeTimeProvider Clock { get; }
    public HttpClient Client { get; }
    public SessionToken Token { get; } = MakeToken(7);
    public IServiceProvider Services => _app.Services;
    public IEnumerable<RouteEndpoint> Routes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static Task<GatewayHost> Start(string environment = "Production", params (string Key, string Value)[] settings) =>
        Start(environment, overWire: false, settings);

    /// <summary>With something that the server would register.</summary>
    public static Task<GatewayHost> Start(Action<IServiceCollection> register) => Start("Production", overWire: false, [], register);

    /// <summary>Over a real socket and plain http, for what an in-process server forgives.</summary>
    public static Task<GatewayHost> StartOverWire() => Start("Development", overWire: true, []);

    private static async Task<GatewayHost> Start(
        string environment, bool overWire, (string Key, string Value)[] settings, Action<IServiceCollection>? register = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        if (overWire) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));

        var grains = new FakeGrainFactory();
        var clock = new FakeTimeProvider(Noon);
        builder.Services.AddSingleton<IGrainFactory>(grains);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(new DeploymentKeys(new byte[32]));
        builder.Services.AddSingleton(new PublicPolicy
        {
            Passcode = PasscodePolicy.Alone, SecondFactorRequired = false, Trading = new TradingPolicy(), SettingsLock = new(),
            EntryFor = TimeSpan.FromMinutes(10),
            SessionIdle = TimeSpan.FromHours(1), SessionAbsolute = TimeSpan.FromHours(24),
        });
        builder.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        builder.Services.AddSingleton(new PageFiles(new Dictionary<string, byte[]>
        {
            ["index.html"] = "<h1>Enter</h1>"u8.ToArray(),
            ["404.html"] = "<h1>Nothing here</h1>"u8.ToArray(),
            ["operators/index.html"] = "<h1>Operators</h1>"u8.ToArray(),
            ["security/index.html"] = "<h1>Safe</h1>"u8.ToArray(),
            ["assets/entrance.js"] = "export {};"u8.ToArray(),
        }));
        builder.Services.AddGateway();
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, RemoteOfTest>());
        register?.Invoke(builder.Services);

        var app = builder.Build();
        app.MapGateway();
        await app.StartAsync();
        return new GatewayHost(app, grains, clock);
    }

    public static SessionToken MakeToken(byte fill) =>
        Core.Accounts.AccountId.TryParse(AccountId, out var account)
            ? SessionToken.Create(account, SessionId, Enumerable.Repeat(fill, 32).ToArray())
            : throw new InvalidOperationException();

    public static SessionView View(string id = SessionId) => new()
    {
        Id = id, Methods = ["passcode", "totp"], StartedAt = Noon, LastSeenAt = Noon, ExpiresAt = Noon.AddHours(24),
        IdleExpiresAt = Noon.AddHours(1),
        Agent = "curl", Network = "203.0.113.7", ConfirmedUntil = Noon.AddMinutes(10),
    };

    public static SessionGrant Grant(bool newDevice = false) => new()
    {
        Session = View(), Secret = Enumerable.Repeat((byte)9, 32).ToArray(), DeviceSecret = newDevice
            ? Enumerable.Repeat((byte)5, 32).ToArray() : null,
    };

    public GatewayHost WithSession(bool enrolmentDue = false)
    {
        Grains.Account.Session = new SessionReply
        {
            Session = View(), MaskedIdentifier = "a***@e***.test", HasTotp = true, RecoveryCodesLeft = 9, EnrolmentDue = enrolmentDue,
        };
        return this;
    }

    public HttpRequestMessage Request(
        string method, string path, string? json = null, bool bearer = false, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (bearer) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token.Reveal());
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public async Task<Answer> Send(
        string method, string path, string? json = null, bool bearer = false, params (string Name, string Value)[] headers) =>
        await Send(Request(method, path, json, bearer, headers));

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, text, headers);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

/// <summary>What came back.</summary>
internal sealed record Answer(int Status, string Text, Dictionary<string, string[]> Headers)
{
    public JsonNode Json => JsonNode.Parse(Text)!;
    public string? Code => (string?)Json["type"] is { } type ? type["urn:problem-type:entry:".Length..] : null;
    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? string.Join(", ", values) : null;
    public string? Cookie(string name) =>
        Headers.GetValueOrDefault("Set-Cookie")?.Where(c => c.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(c => c.Split(';')[0][(name.Length + 1)..]).LastOrDefault();
}

/// <summary>Outside everything, as a socket is: the address that a request seems to come from.</summary>
internal sealed class RemoteOfTest : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((http, rest) =>
        {
            if (IPAddress.TryParse(http.Request.Headers["Test-Remote"], out var remote)) http.Connection.RemoteIpAddress = remote;
            return rest(http);
        });
        next(app);
    };
}
