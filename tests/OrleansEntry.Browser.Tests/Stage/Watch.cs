using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace OrleansEntry.Browser.Tests;

/// <summary>Notes what no page of ours may do: a violated content policy, an error in the console, a fault, a request to somebody else,
/// a page without the strict policy.</summary>
internal sealed partial class Watch(Uri ours)
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private int _toolsAtWork;

    /// <summary>What was noted.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Watches everything in a browser.</summary>
    public void Over(IBrowserContext context)
    {
        context.Console += (_, message) => Hear(message);
        context.WebError += (_, error) => _complaints.Enqueue($"A script failed: {error.Error}");
        context.Request += (_, request) => Look(new Uri(request.Url));
        context.Response += (_, response) => Look(response);
    }

    /// <summary>Lets a tool of the tests do what our pages may not: axe and screenshots bring styles of their own.</summary>
    public async Task<T> Tolerate<T>(Func<Task<T>> tool)
    {
        Interlocked.Increment(ref _toolsAtWork);
        try { return await tool(); }
        finally { Interlocked.Decrement(ref _toolsAtWork); }
    }

    private void Hear(IConsoleMessage message)
    {
        if (message.Type is not ("error" or "warning")) return;
        if (_toolsAtWork > 0 && InlineStyle().IsMatch(message.Text)) return;
        // The browser reports every refusal of the API in the console; refusals are values here.
        // It advises to offer signatures that ASVS 11.6.1 disallows.
        if (message.Text.StartsWith("publicKey.pubKeyCredParams is missing", StringComparison.Ordinal)) return;
        if (Refused().IsMatch(message.Text) && Answers().IsMatch(message.Location)) return;
        _complaints.Enqueue($"The console says ({message.Type}): {message.Text} [{message.Location}]");
    }

    private void Look(Uri target)
    {
        if (target.Scheme is "data" or "blob") return;
        if (target.GetLeftPart(UriPartial.Authority) != ours.GetLeftPart(UriPartial.Authority))
            _complaints.Enqueue($"A request left for {target}.");
    }

    private void Look(IResponse response)
    {
        if (response.Request.ResourceType != "document") return;
        var policy = response.Headers.GetValueOrDefault("content-security-policy", "");
        if (!policy.Contains("default-src 'none'", StringComparison.Ordinal) || policy.Contains("unsafe", StringComparison.Ordinal))
            _complaints.Enqueue($"{response.Url} has the policy '{policy}'.");
    }

    [GeneratedRegex("inline style", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyle();

    // The API, and the one page that is asked for because it is not there.
    [GeneratedRegex("/(v1/|nothing-here)")]
    private static partial Regex Answers();

    [GeneratedRegex("^Failed to load resource: the server responded with a status of 4\\d\\d")]
    private static partial Regex Refused();
}
