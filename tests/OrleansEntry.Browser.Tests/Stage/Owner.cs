using System.Security.Cryptography;
using System.Text.Json;
using OrleansEntry.Tests;

namespace OrleansEntry.Browser.Tests;

/// <summary>A person with an account. What a test is not about is done over the API,
/// with the cookies of the browser that stands by.</summary>
internal sealed record Owner(string Address, string Passcode)
{
    /// <summary>The person's app; set by <see cref="Enrol"/>.</summary>
    public Authenticator? App { get; private set; }

    /// <summary>The recovery codes that came with it.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>Somebody without an account yet.</summary>
    public static Owner New()
    {
        var chance = RandomNumberGenerator.GetHexString(10, lowercase: true);
        return new($"ada.{chance}@example.test", $"otter lantern {chance} marble");
    }

    /// <summary>Somebody with an account, who has not entered yet.</summary>
    public static async Task<Owner> WithAccount(IPage page)
    {
        var (owner, api) = (New(), page.Context.APIRequest);
        object wish = new { identifier = owner.Address, passcode = owner.Passcode };
        var check = (await Post(api, "v1/registrations", wish)).GetProperty("check");
        var mailed = await Post(
            api, "v1/registrations", new { identifier = owner.Address, passcode = owner.Passcode, check = Answer(check) });

        var code = await Outbox.CodeFor(page.Context, owner.Address);
        await Post(api, $"v1/registrations/{mailed.GetProperty("registrationId").GetString()}/verification", new { code });
        return owner;
    }

    /// <summary>Somebody who has an account and is inside, on this device.</summary>
    public static async Task<Owner> Inside(IPage page)
    {
        var owner = await WithAccount(page);
        await owner.Enter(page);
        return owner;
    }

    /// <summary>The same, with an authenticator.</summary>
    public static async Task<Owner> InsideWithAuthenticator(IPage page)
    {
        var owner = await Inside(page);
        await owner.Enrol(page);
        return owner;
    }

    /// <summary>Enters on this device with the passcode, where that is enough.</summary>
    public async Task Enter(IPage page)
    {
        var api = page.Context.APIRequest;
        var entry = await Post(api, "v1/entries", new { identifier = Address });
        var route = $"v1/entries/{entry.GetProperty("entryId").GetString()}";
        if (entry.TryGetProperty("check", out var check)) await Post(api, $"{route}/check", Answer(check));
        await Post(api, $"{route}/passcode", new { passcode = Passcode });
    }

    /// <summary>Adds an authenticator.</summary>
    public async Task Enrol(IPage page)
    {
        var api = page.Context.APIRequest;
        var offer = await InSession(api, "v1/second-factors/totp", new { stepSeconds = 30 });
        App = Authenticator.From(offer.GetProperty("secret").GetString()!);

        var done = await InSession(api, "v1/second-factors/totp/confirmation", new { code = App.NextCode(page) });
        RecoveryCodes = [.. done.GetProperty("recoveryCodes").EnumerateArray().Select(code => code.GetString()!)];
    }

    /// <summary>Tries passcodes that are wrong, on this device.</summary>
    public async Task Mistype(IPage page, int times)
    {
        var api = page.Context.APIRequest;
        for (var i = 0; i < times; i++)
        {
            var entry = await Post(api, "v1/entries", new { identifier = Address });
            var route = $"v1/entries/{entry.GetProperty("entryId").GetString()}";
            if (entry.TryGetProperty("check", out var check)) await Post(api, $"{route}/check", Answer(check));
            await Post(api, $"{route}/passcode", new { passcode = "otter lantern mistyped marble" }, expected: 401);
        }
    }

    private static object Answer(JsonElement check) => new
    {
        id = check.GetProperty("id").GetString(),
        kind = "proof-of-work",
        answer = AltchaSolver.Solve(check.GetProperty("proofOfWork").GetRawText()),
    };

    private static async Task<JsonElement> InSession(IAPIRequestContext api, string route, object body)
    {
        var session = await (await api.GetAsync("v1/session")).JsonAsync();
        return await Post(api, route, body, antiForgery: session!.Value.GetProperty("antiForgery").GetString());
    }

    private static async Task<JsonElement> Post(
        IAPIRequestContext api, string route, object body, int? expected = null, string? antiForgery = null)
    {
        Dictionary<string, string> headers = antiForgery is null ? [] : new() { ["X-Anti-Forgery"] = antiForgery };
        var response = await api.PostAsync(route, new() { DataObject = body, Headers = headers });
        if (expected is null ? !response.Ok : response.Status != expected)
            throw new InvalidOperationException($"{route}: {response.StatusText} {await response.TextAsync()}");
        return (await response.JsonAsync())!.Value;
    }
}
