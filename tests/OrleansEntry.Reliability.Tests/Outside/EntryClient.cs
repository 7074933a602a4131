using System.Text;
using System.Text.Json;

namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>A client of the API as somebody else would write it: HTTP and JSON, and what the API says about itself.</summary>
/// <remarks>It keeps its device and its session as a browser keeps cookies.
/// Without <see cref="IsBrowser"/> it shows its session as a bearer.</remarks>
internal sealed class EntryClient(HttpClient http, string network, string agent = "Probe/1.0")
{
    public const string SessionCookie = "entry-session";
    public const string DeviceCookie = "entry-device";
    public const string PassesCookie = "entry-passes";

    /// <summary>Whether it asks as a browser's page does.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>What cookies' names begin with: over https <c>__Host-</c>.</summary>
    public string CookiePrefix { get; init; } = "";

    /// <summary>What a trusted proxy says about where it is.</summary>
    public string Network { get; set; } = network;

    /// <summary>What the device is known by; <see langword="null"/> before the first answer.</summary>
    public string? Device { get; set; }

    /// <summary>The passes of the accounts that know this browser; only browsers get any.</summary>
    public string? Passes { get; set; }

    /// <summary>The session's token; <see langword="null"/> outside one.</summary>
    public string? Token { get; set; }

    /// <summary>What a page sends along with changes.</summary>
    public string? AntiForgery { get; set; }

    /// <summary>Hears every answer.</summary>
    public Action<Answer>? Heard { get; set; }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object body) => Send(HttpMethod.Post, path, JsonSerializer.Serialize(body));

    public Task<Answer> Put(string path, object body) => Send(HttpMethod.Put, path, JsonSerializer.Serialize(body));

    public Task<Answer> Delete(string path) => Send(HttpMethod.Delete, path);

    /// <summary>Sends anything.</summary>
    public async Task<Answer> Send(HttpMethod method, string path, string? body = null, string mediaType = "application/json",
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (mediaType.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", Network);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        ShowMyself(request);

        using var response = await http.SendAsync(request);
        var answer = await Answer.Read(request, response);
        Remember(answer);
        Heard?.Invoke(answer);
        return answer;
    }

    /// <summary>Begins an entry.</summary>
    public Task<Answer> Begin(string identifier, string? passcode = null) =>
        Post("v1/entries", passcode is null ? new { identifier } : new { identifier, passcode });

    /// <summary>Answers the check that came with an answer.</summary>
    public Task<Answer> AnswerCheck(string entryId, Answer offered) =>
        Post($"v1/entries/{entryId}/check", new { kind = "proof-of-work", answer = Solve(offered) });

    public Task<Answer> Passcode(string entryId, string passcode) => Post($"v1/entries/{entryId}/passcode", new { passcode });

    public Task<Answer> SecondFactor(string entryId, string method, string code) =>
        Post($"v1/entries/{entryId}/second-factor", new { method, code });

    /// <summary>Solves the check that came with an answer.</summary>
    public static string Solve(Answer offered) => AltchaSolver.Solve(offered.Get("check").GetProperty("proofOfWork").GetRawText());

    /// <summary>An entry that has passed its check, if one is due, and waits for its passcode.</summary>
    /// <returns>Its id; <see langword="null"/> with the refusal when it could not begin.</returns>
    public async Task<(string? EntryId, Answer Last)> WalkToPasscode(string identifier)
    {
        var begun = await Begin(identifier);
        if (begun.Status != 201) return (null, begun);

        var id = begun["entryId"]!;
        if (begun.Next == "check") (await AnswerCheck(id, begun)).Is("200 passcode");
        return (id, begun);
    }

    /// <summary>Goes through the door, by whatever the server asks for.</summary>
    /// <param name="identifier">Whose.</param>
    /// <param name="passcode">The passcode.</param>
    /// <param name="method">The second factor to show if one is due.</param>
    /// <param name="code">Its code; <see langword="null"/> to stop before it.</param>
    /// <returns>The last answer: done, or the refusal.</returns>
    public async Task<(Answer Last, string? EntryId)> Enter(string identifier, string passcode, string? method = null, string? code = null)
    {
        var answer = await Begin(identifier, passcode);
        var id = answer["entryId"];
        if (answer.Next == "check" && answer.Status == 201)
        {
            (await AnswerCheck(id!, answer)).Is("200 passcode");
            answer = await Passcode(id!, passcode);
        }

        if (answer is { Status: < 300, Next: "second-factor" } && code is not null) answer = await SecondFactor(id!, method!, code);
        return (answer, id);
    }

    private void ShowMyself(HttpRequestMessage request)
    {
        var cookies = new List<string>();
        if (Device is not null) cookies.Add($"{CookiePrefix}{DeviceCookie}={Device}");
        if (Passes is not null) cookies.Add($"{CookiePrefix}{PassesCookie}={Passes}");
        if (IsBrowser)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "cors");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
            if (AntiForgery is not null) request.Headers.TryAddWithoutValidation("X-Anti-Forgery", AntiForgery);
            if (Token is not null) cookies.Add($"{CookiePrefix}{SessionCookie}={Token}");
        }
        else if (Token is not null && !request.Headers.Contains("Authorization"))
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        }

        if (cookies.Count > 0) request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies));
    }

    private void Remember(Answer answer)
    {
        if (answer.Cookie(CookiePrefix + DeviceCookie) is { } device) Device = device;
        if (answer.Cookie(CookiePrefix + PassesCookie) is { } passes) Passes = passes;
        if (answer.Cookie(CookiePrefix + SessionCookie) is { } session) Token = session.Length > 0 ? session : null;
        if (answer["antiForgery"] is { } antiForgery) AntiForgery = antiForgery;
    }
}
