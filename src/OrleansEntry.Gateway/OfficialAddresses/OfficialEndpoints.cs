using System.Collections.Immutable;
using System.Diagnostics;
using OrleansEntry.Core.OfficialAddresses;

namespace OrleansEntry.Gateway.OfficialAddresses;

/// <summary>Whether an address is ours.</summary>
internal sealed record OfficialBody
{
    /// <summary>official, look-alike or unknown.</summary>
    public required string Verdict { get; init; }

    /// <summary>What it was read as: link, mail or handle.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it leads: the host as the network knows it, the mail address, the handle; null where it is none.</summary>
    public string? Address { get; init; }

    /// <summary>The address of ours that it is, or could be taken for.</summary>
    public string? Of { get; init; }

    /// <summary>Of an official handle: the network on which it is ours, and there alone.</summary>
    public string? On { get; init; }

    /// <summary>Why, the strongest reason first; empty for what is official.</summary>
    public required ImmutableArray<OfficialReasonBody> Why { get; init; }
}

/// <summary>One reason.</summary>
internal sealed record OfficialReasonBody
{
    /// <summary>The stable name that programs go by.</summary>
    public required string Code { get; init; }

    /// <summary>The same for people.</summary>
    public required string Says { get; init; }
}

/// <summary>The list of what is ours, signed.</summary>
internal sealed record OfficialListBody
{
    /// <summary>The bytes that are signed, in Base64: JSON with version, issuedOn, domains, senders and handles.</summary>
    public required string Payload { get; init; }

    /// <summary>How: ES256, which is ECDSA on P-256 with SHA-256.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The signature of those bytes, in Base64: the DER sequence of RFC 3279 §2.2.3.</summary>
    public required string Signature { get; init; }
}

/// <summary>What the list's signature is verified with.</summary>
internal sealed record OfficialKeyBody
{
    /// <summary>ECDSA on P-256 with SHA-256, by its name in RFC 7518 §3.4.</summary>
    internal const string Ecdsa = "ES256";

    /// <summary>What the key is for: ES256.</summary>
    public required string Algorithm { get; init; }

    /// <summary>The public key, as PEM (RFC 7468 §13).</summary>
    public required string PublicKey { get; init; }
}

/// <summary>The right door: whether an address is ours, and the list of those that are.</summary>
internal static class OfficialEndpoints
{
    private const string ValueMember = "value";

    /// <summary>Maps <c>/official</c>.</summary>
    public static void MapOfficialAddresses(this IEndpointRouteBuilder routes)
    {
        var official = routes.MapGroup("/official").WithTags("Official addresses").OpenToOldClients();
        official.MapGet("", Check).Describe("Is this address ours", "Official is only what operators have listed, written plainly.")
            .TakesQuery(ValueMember, $"A link, a mail address or a handle, of 1 to {OfficialAddressRules.MaxTypedLength} characters.")
            .Refuses(Problems.Wait);
        official.MapGet("/list", List).Describe("All addresses that are ours", "Signed, to be kept and compared elsewhere.");
        official.MapGet("/key", Key).Describe("The key of that list", "What its signature is verified with. It stays the same.");
    }

    private static async Task<Results<Ok<OfficialBody>, Problem>> Check(
        HttpContext http, SignedList signed, Visitors visitors, NetworkPace pace)
    {
        if (http.Request.Query[ValueMember].ToString() is not { Length: > 0 and <= OfficialAddressRules.MaxTypedLength } value)
            return Problems.MalformedMember(ValueMember, $"has 1 to {OfficialAddressRules.MaxTypedLength} characters");
        if (await pace.RefuseBeginning(visitors.Read(http)) is { } hasty) return hasty;

        return TypedResults.Ok(Translate(OfficialAddressRules.Check(signed.List, value)));
    }

    private static Ok<OfficialListBody> List(SignedList list) => TypedResults.Ok(list.Body);

    private static Ok<OfficialKeyBody> Key(SignedList list) => TypedResults.Ok(list.Key);

    private static OfficialBody Translate(OfficialAnswer answer)
    {
        var body = new OfficialBody
        {
            Verdict = "official", Kind = answer.Kind.ToString().ToLowerInvariant(), Address = answer.Address, Why = [],
        };
        return answer switch
        {
            OfficialAnswer.Official official => body with { Of = official.Of, On = official.On },
            OfficialAnswer.LookAlike alike => body with
            {
                Verdict = "look-alike", Of = alike.Of, Why = [.. alike.Why.Select(reason => OfficialWords.Of(reason, answer, alike.Of))],
            },
            OfficialAnswer.Unknown unknown => body with { Verdict = "unknown", Why = [OfficialWords.Of(unknown.Why, answer, "")] },
            _ => throw new UnreachableException(answer.GetType().Name),
        };
    }
}
