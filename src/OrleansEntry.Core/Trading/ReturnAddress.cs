namespace OrleansEntry.Core.Trading;

/// <summary>Where a person goes on after an approval: an address of a service that the deployment named, and no other.</summary>
/// <remarks>The text itself is judged, and must begin with an allowed origin and a slash: whoever reads it, however leniently, finds that
/// host in it and nothing before it. So there is no parser to be fooled.</remarks>
public static class ReturnAddress
{
    /// <summary>Longest address, in characters. Fixed: it travels inside of another one.</summary>
    public const int MaxLength = 1024;

    private const string Signs = "-._~:/?[]@!$&'()*+,;=%";

    /// <summary>Whether a text is an address of one of these origins.</summary>
    /// <param name="text">What the service sent along.</param>
    /// <param name="origins">Scheme, host and, where it is not the scheme's own, port.</param>
    public static bool IsAllowed(string text, IEnumerable<string> origins) =>
        text.Length <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || Signs.Contains(c, StringComparison.Ordinal))
            && origins.Any(origin => text.StartsWith(origin + "/", StringComparison.Ordinal));
}
