using OrleansEntry.Core.Risk;

namespace OrleansEntry.Gateway.Http;

/// <summary>What a client of the kind it claims to be would have sent. A program that does not pretend to be a browser owes nothing but its
/// name. It is a hint and no proof: whoever wants to sends everything.</summary>
internal static class ClientSigns
{
    /// <summary>How many signs are missing, 0 to <see cref="Surroundings.MaxMissingSigns"/>: of a browser <c>Sec-Fetch-Mode</c> (sent by
    /// all since 2023) and <c>Accept-Language</c>; of any other client its <c>User-Agent</c>.</summary>
    public static int Missing(IHeaderDictionary headers)
    {
        var name = headers.UserAgent.ToString();
        if (name.Length == 0) return 1;
        if (!name.StartsWith("Mozilla/", StringComparison.Ordinal)) return 0;

        return (headers.ContainsKey("Sec-Fetch-Mode") ? 0 : 1) + (headers.AcceptLanguage.Count > 0 ? 0 : 1);
    }
}
