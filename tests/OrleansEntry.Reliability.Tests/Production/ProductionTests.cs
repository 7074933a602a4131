using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansEntry.Reliability.Tests.Production;

/// <summary>A production server as it is meant to stand: TLS in front of it, a mail server that wants TLS, a second factor for
/// everybody.</summary>
public sealed partial class ProductionTests : IAsyncLifetime
{
    private const string Passcode = "otter quay 91";

    private readonly TestFolder _folder = new();
    private X509Certificate2 _certificate = null!;
    private MailServer _mail = null!;
    private ServerProcess _server = null!;
    private TlsProxy _proxy = null!;
    private HttpClient _https = null!;

    public async ValueTask InitializeAsync()
    {
        var trusted = Path.Combine(_folder.Path, "trusted.pem");
        _certificate = TestCertificate.Make(trusted);
        _mail = new MailServer(certificate: _certificate);
        _server = ServerProcess.Start(_folder.Path, "Production", new Dictionary<string, string> { ["SSL_CERT_FILE"] = trusted },
        [
            .. Entrance.CheapChecks, .. Entrance.BehindProxy,
            $"--Keys:Deployment={Secret(1)}", $"--Keys:Peppers:p1={Secret(2)}", "--Keys:CurrentPepper=p1",
            "--AllowedHosts=127.0.0.1", "--SecondFactor:Required=true",
            "--Mail:Smtp:Host=localhost", $"--Mail:Smtp:Port={_mail.Port}", "--Mail:Smtp:From=entry@example.test",
            "--Mail:Smtp:User=entry", "--Mail:Smtp:Password=mail password",
        ]);
        _proxy = await TlsProxy.Start(await _server.Ready(), _certificate);
        _https = _proxy.NewClient(_certificate);
    }

    public async ValueTask DisposeAsync()
    {
        _https.Dispose();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
        await _mail.DisposeAsync();
        _certificate.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Over_https_and_smtp_a_person_registers_must_enrol_and_enters_with_both_factors()
    {
        var browser = NewBrowser();
        var page = await browser.Get("");
        AssertHostCookie(page, EntryClient.DeviceCookie);
        Assert.Equal(["max-age=31536000; includeSubDomains"], page.Headers.GetValues("Strict-Transport-Security"));
        Assert.Equal(["csp=\"/csp-reports\""], page.Headers.GetValues("Reporting-Endpoints"));

        // Eight characters are enough, because nobody stays without a second factor.
        var person = new Person("ada@example.test", Passcode);
        var begun = (await Entrance.BeginRegistration(browser, person)).Is("202 verify-identifier");
        var code = Code().Match(await Mailed("Your code:")).Groups[1].Value;
        (await browser.Post($"v1/registrations/{begun["registrationId"]}/verification", new { code })).Is("201");

        var inside = (await browser.Enter(person.Identifier, Passcode)).Last.Is("200 done");
        AssertHostCookie(inside, EntryClient.SessionCookie);
        Assert.False(inside.Get("session").TryGetProperty("token", out _));
        (await browser.Get("v1/activity")).Is("403 enrolment-due");
        (await browser.Get("v1/sessions")).Is("403 enrolment-due");

        await Enrol(browser, person);
        (await browser.Get("v1/activity")).Is("200");
        (await browser.Delete("v1/second-factors/totp")).Is("409 second-factor-required");

        var elsewhere = NewBrowser();
        var (halfway, entry) = await elsewhere.Enter(person.Identifier, Passcode);
        halfway.Is("200 second-factor");
        (await elsewhere.Get("v1/session")).Is("401 no-session");
        (await elsewhere.SecondFactor(entry!, "totp", person.Phone!.CodeAt(await Now(person.Phone), 0))).Is("200 done");
        (await elsewhere.Get("v1/activity")).Is("200");
        await Mailed("Your account was entered from a device it did not know.");

        AssertMailWasPrivate();
        Assert.All(_server.Output.Split('\n'), line => JsonDocument.Parse(line));
        foreach (var secret in new[] { Passcode, code.Replace(" ", "", StringComparison.Ordinal), browser.Token!, "mail password", "ada@" })
            Assert.DoesNotContain(secret, _server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_site_and_a_cookie_without_its_prefix_are_refused_over_https_too()
    {
        var browser = NewBrowser();
        await browser.Get("");

        (await browser.Send(HttpMethod.Post, "v1/entries", """{"identifier":"ada@example.test"}""",
            headers: ("Origin", "https://evil.test")))
            .Is("403 cross-site");
        (await browser.Send(HttpMethod.Post, "v1/entries", """{"identifier":"ada@example.test"}""",
            headers: ("Origin", _proxy.Address.GetLeftPart(UriPartial.Authority)))).Is("201 check");
        (await browser.Send(HttpMethod.Get, "v1/session", headers: ("Cookie", $"{EntryClient.SessionCookie}=AAAA"))).Is("401 no-session");
    }

    private EntryClient NewBrowser() => new(_https, "203.0.113.7") { IsBrowser = true, CookiePrefix = "__Host-" };

    private static void AssertHostCookie(Answer answer, string name)
    {
        var cookie = Assert.Single(answer.Cookies, cookie => cookie.Contains(name, StringComparison.Ordinal));
        Assert.StartsWith($"__Host-{name}=", cookie, StringComparison.Ordinal);
        foreach (var attribute in new[] { "; secure", "; httponly", "; samesite=strict", "; path=/" })
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private async Task Enrol(EntryClient client, Person person)
    {
        var begun = (await client.Post("v1/second-factors/totp", new { stepSeconds = 60 })).Is("201");
        person.Phone = Authenticator.Scan(begun["uri"]!);
        (await client.Post("v1/second-factors/totp/confirmation", new { code = person.Phone.CodeAt(await Now(person.Phone), -1) }))
            .Is("200");
    }

    // The server's time, at an instant when the present code lasts long enough to be sent.
    private async Task<DateTimeOffset> Now(Authenticator phone)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20);)
        {
            var now = JsonElement.Parse(await _https.GetStringAsync(new Uri("v1/time", UriKind.Relative))).GetProperty("now")
                .GetDateTimeOffset();
            if (phone.LeftAt(now) > TimeSpan.FromSeconds(5)) return now;
        }

        throw new TimeoutException("The server's time stands still.");
    }

    // Every turn waits for an answer of the server; bounded.
    private async Task<string> Mailed(string beginning)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(20);)
        {
            if (_mail.Heard.LastOrDefault(line => line.StartsWith(beginning, StringComparison.Ordinal)) is { } line) return line;
            await _https.GetStringAsync(new Uri("v1/time", UriKind.Relative));
        }

        throw new TimeoutException($"The mail server heard: {string.Join(" | ", _mail.Heard)}; the server said: {_server.Output}");
    }

    // Before TLS nothing but the greeting was said; after it the server signed in.
    private void AssertMailWasPrivate()
    {
        var heard = _mail.Heard.ToList();
        Assert.Equal("STARTTLS", heard[1]);
        Assert.StartsWith("AUTH PLAIN", heard[3], StringComparison.Ordinal);
        Assert.Contains(heard, line => line.StartsWith("RCPT TO:<ada@example.test>", StringComparison.Ordinal));
    }

    private static string Secret(byte fill) => Convert.ToBase64String([.. Enumerable.Repeat(fill, 32)]);

    [GeneratedRegex(@"Your code: (\d{4} \d{4})")]
    private static partial Regex Code();
}
