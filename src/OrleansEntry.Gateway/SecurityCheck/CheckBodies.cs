using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansEntry.Contracts.SecurityCheck;

namespace OrleansEntry.Gateway.SecurityCheck;

/// <summary>An answer to a security check.</summary>
internal sealed record CheckAnswerBody : Body
{
    /// <summary>The check that is answered: the id it was offered with. Needed where no entry names it.</summary>
    [StringLength(32, MinimumLength = 32), RegularExpression("^[0-9a-f]{32}$")] public string? Id { get; init; }

    /// <summary>Which of the offered kinds is answered: proof-of-work or equation.</summary>
    [StringLength(32, MinimumLength = 1)] public required string Kind { get; init; }

    /// <summary>For an equation the number; for a proof-of-work the widget's payload, base64.</summary>
    [StringLength(4096, MinimumLength = 1)] public required string Answer { get; init; }
}

/// <summary>A security check on offer. Any of its kinds may be answered.</summary>
internal sealed record CheckBody
{
    /// <summary>The check's id.</summary>
    public required string Id { get; init; }

    /// <summary>Until when it can be answered.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The kinds on offer; proof-of-work is always among them.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>An ALTCHA challenge (protocol v2), for the stock widget: parameters and signature.</summary>
    public required JsonElement ProofOfWork { get; init; }

    /// <summary>The picture of an equation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public EquationBody? Equation { get; init; }

    /// <summary>Translates an offer.</summary>
    public static CheckBody From(CheckOffer offer) => new()
    {
        Id = offer.Id,
        ExpiresAt = offer.ExpiresAt,
        Kinds = offer.Kinds,
        ProofOfWork = JsonElement.Parse(offer.ProofOfWorkJson),
        Equation = offer.EquationWebp.Length == 0
            ? null
            : new EquationBody
            {
                Image = "data:image/webp;base64," + Convert.ToBase64String(offer.EquationWebp),
                Width = offer.EquationWidth,
                Height = offer.EquationHeight,
            },
    };
}

/// <summary>The picture of a simple equation.</summary>
internal sealed record EquationBody
{
    /// <summary>A data address with a WebP picture.</summary>
    public required string Image { get; init; }

    /// <summary>Its width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Its height in pixels.</summary>
    public required int Height { get; init; }
}
