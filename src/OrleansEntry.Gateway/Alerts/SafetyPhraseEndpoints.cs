using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.Alerts;
using OrleansEntry.Contracts.Sessions;
using OrleansEntry.Core.SafetyPhrases;
using OrleansEntry.Gateway.Sessions;

namespace OrleansEntry.Gateway.Alerts;

/// <summary>Chooses a safety phrase.</summary>
internal sealed record SafetyPhraseWish : Body
{
    /// <summary>The phrase: 4 to 40 characters that show as they are, without angle brackets.</summary>
    [StringLength(SafetyPhrase.MaxTypedLength, MinimumLength = 1)] public required string Phrase { get; init; }
}

/// <summary>The safety phrase.</summary>
internal sealed record SafetyPhraseBody
{
    /// <summary>The phrase; null when none is set.</summary>
    public required string? Phrase { get; init; }

    /// <summary>Since when; null when none is set.</summary>
    public required DateTimeOffset? Since { get; init; }

    /// <summary>Never prints the phrase.</summary>
    public override string ToString() => nameof(SafetyPhraseBody);
}

/// <summary>The words by which the owner knows our mails and our entrance.</summary>
internal static class SafetyPhraseEndpoints
{
    /// <summary>Maps <c>/safety-phrase</c>.</summary>
    public static void MapSafetyPhrase(this IEndpointRouteBuilder routes)
    {
        var phrase = routes.MapGroup("/safety-phrase").WithTags("Alerts").InSession().KeepsAnswers();
        phrase.MapGet("", Read).Describe("Read the safety phrase", "What every mail shows, and the entrance on a known device.");
        phrase.MapPut("", Set)
            .Describe("Set the safety phrase", "Takes confirmed presence. The mail about it still shows the phrase before.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.UnfitSafetyPhrase);
        phrase.MapDelete("", Remove).Describe("Remove the safety phrase", "Mails and entrance show none from then on.")
            .Refuses(Problems.ConfirmationDue, Problems.SettingsLocked, Problems.NotFound);
    }

    private static async Task<Results<Ok<SafetyPhraseBody>, Problem>> Read(HttpContext http, IGrainFactory grains, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Alerts(grains).ReadSafetyPhrase(caller.Proof);
        return answer is SessionAnswer.Done<SafetyPhraseView> { Value: var view }
            ? TypedResults.Ok(new SafetyPhraseBody { Phrase = view.Phrase, Since = view.Since })
            : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Set(
        SafetyPhraseWish body, HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!SafetyPhrase.TryParse(body.Phrase, out var phrase)) return new Problem(Problems.UnfitSafetyPhrase);

        var caller = Caller.Of(http);
        var chosen = new NewSafetyPhrase { Phrase = phrase.Text };
        var answer = await caller.Alerts(grains).SetSafetyPhrase(caller.Proof, chosen, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }

    private static async Task<Results<NoContent, Problem>> Remove(
        HttpContext http, IGrainFactory grains, TimeProvider clock, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(http);
        var answer = await caller.Alerts(grains).RemoveSafetyPhrase(caller.Proof, cancellationToken);
        return answer is SessionAnswer.Done ? TypedResults.NoContent() : SessionProblems.From(answer, clock.GetUtcNow());
    }
}
