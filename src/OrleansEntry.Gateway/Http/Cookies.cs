using OrleansEntry.Core.Devices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OrleansEntry.Core.Operators;
using OrleansEntry.Core.Sessions;

namespace OrleansEntry.Gateway.Http;

/// <summary>The cookies: the session, the device, its passes, and an operator's session. All are out of reach for scripts and for other
/// sites (ASVS 3.3).</summary>
/// <remarks>They carry the <c>__Host-</c> prefix and <c>Secure</c> but in development over plain http, where browsers would drop them.
/// Elsewhere plain http gets the secure cookies too: a browser refuses them then, which is the safe way to fail.</remarks>
internal sealed class Cookies(IHostEnvironment environment, IOptions<GatewayOptions> options)
{
    private const string Prefix = "__Host-";
    private const string SessionName = "entry-session";
    private const string DeviceName = "entry-device";
    private const string PassesName = "entry-passes";
    private const string OperatorName = "entry-operator";

    /// <summary>The session cookie's value.</summary>
    public string? Session(HttpContext http) => http.Request.Cookies[Name(http, SessionName)];

    /// <summary>The device cookie's value.</summary>
    public string? Device(HttpContext http) => http.Request.Cookies[Name(http, DeviceName)];

    /// <summary>The passes of the accounts that know this browser.</summary>
    public string? Passes(HttpContext http) => http.Request.Cookies[Name(http, PassesName)];

    /// <summary>Gives the browser its new pass, beside those of other accounts.</summary>
    public void GivePass(HttpContext http, string pass) => http.Response.Cookies.Append(
        Name(http, PassesName), DevicePass.Join(pass, Passes(http)), Attributes(http, options.Value.DeviceCookieLifetime));

    /// <summary>Gives the browser its session, until it is closed; when the session ends is decided by the account.</summary>
    public void GiveSession(HttpContext http, SessionToken token) =>
        http.Response.Cookies.Append(Name(http, SessionName), token.Reveal(), Attributes(http, lifetime: null));

    /// <summary>The operator's cookie's value.</summary>
    public string? Operator(HttpContext http) => http.Request.Cookies[Name(http, OperatorName)];

    /// <summary>Gives an operator's browser its session, until it is closed.</summary>
    public void GiveOperator(HttpContext http, OperatorToken token) =>
        http.Response.Cookies.Append(Name(http, OperatorName), token.Reveal(), Attributes(http, lifetime: null));

    /// <summary>Takes it from the browser.</summary>
    public void TakeOperator(HttpContext http) => http.Response.Cookies.Delete(Name(http, OperatorName), Attributes(http, lifetime: null));

    /// <summary>Takes the session from the browser.</summary>
    public void TakeSession(HttpContext http) => http.Response.Cookies.Delete(Name(http, SessionName), Attributes(http, lifetime: null));

    /// <summary>Gives the browser what its device is known by.</summary>
    public void GiveDevice(HttpContext http, ReadOnlySpan<byte> secret)
    {
        // An answer that knows better replaces what was given before in the same answer.
        var name = Name(http, DeviceName);
        var others = http.Response.Headers.SetCookie.Where(cookie => cookie?.StartsWith(name + "=", StringComparison.Ordinal) is false);
        http.Response.Headers.SetCookie = others.ToArray();
        http.Response.Cookies.Append(name, DeviceToken.Reveal(secret), Attributes(http, options.Value.DeviceCookieLifetime));
    }

    private string Name(HttpContext http, string name) => IsSecure(http) ? Prefix + name : name;

    private bool IsSecure(HttpContext http) => http.Request.IsHttps || !environment.IsDevelopment();

    private CookieOptions Attributes(HttpContext http, TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(http),
        SameSite = SameSiteMode.Strict,
        Path = "/",
        MaxAge = lifetime,
        IsEssential = true,
    };
}
