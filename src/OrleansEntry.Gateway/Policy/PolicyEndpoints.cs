using System.Collections.Immutable;
using OrleansEntry.Core.Clients;

namespace OrleansEntry.Gateway.Policy;

/// <summary>The server's time.</summary>
internal sealed record TimeBody
{
    /// <summary>The present instant, to find a clock that is off.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>The rules that everybody may know.</summary>
internal sealed record PolicyBody
{
    /// <summary>About new passcodes.</summary>
    public required PasscodeFacts Passcode { get; init; }

    /// <summary>About second factors.</summary>
    public required SecondFactorFacts SecondFactor { get; init; }

    /// <summary>About sessions.</summary>
    public required SessionFacts Session { get; init; }

    /// <summary>About the client that asks; null where it does not say which it is, or nothing is known of it.</summary>
    public ClientFacts? Client { get; init; }

    /// <summary>How long a new passcode must and may be, in Unicode code points.</summary>
    internal sealed record PasscodeFacts
    {
        /// <summary>The least.</summary>
        public required int MinLength { get; init; }

        /// <summary>The most.</summary>
        public required int MaxLength { get; init; }
    }

    /// <summary>Second factors.</summary>
    internal sealed record SecondFactorFacts
    {
        /// <summary>Whether every account needs one.</summary>
        public required bool Required { get; init; }

        /// <summary>The steps that an authenticator may have, in seconds.</summary>
        public required ImmutableArray<int> StepSeconds { get; init; }
    }

    /// <summary>How the client that asks stands.</summary>
    internal sealed record ClientFacts
    {
        /// <summary>What it is, by what it says.</summary>
        public required string Name { get; init; }

        /// <summary>current, old (it works, and an update is advised) or too-old (most routes refuse it).</summary>
        public required string Standing { get; init; }

        /// <summary>The oldest version that is not old.</summary>
        public string? Advised { get; init; }

        /// <summary>The oldest version that is answered.</summary>
        public string? Minimum { get; init; }

        /// <summary>What its operators say to the people who use an old one.</summary>
        public string? Message { get; init; }

        /// <summary>Where to update.</summary>
        public string? UpdateAt { get; init; }
    }

    /// <summary>How long sessions last.</summary>
    internal sealed record SessionFacts
    {
        /// <summary>Without use.</summary>
        public required long IdleSeconds { get; init; }

        /// <summary>In any case.</summary>
        public required long AbsoluteSeconds { get; init; }
    }
}

/// <summary>What everybody may know.</summary>
internal static class PolicyEndpoints
{
    /// <summary>Maps <c>/time</c> and <c>/policy</c>.</summary>
    public static void MapPolicy(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/time", Time).WithTags("Policy").OpenToOldClients()
            .Describe("The server's time", "To find a phone clock that is off.");
        routes.MapGet("/policy", Policy).WithTags("Policy").OpenToOldClients()
            .Describe("The rules", "What new passcodes, second factors, sessions and clients keep to.");
    }

    private static Ok<TimeBody> Time(TimeProvider clock) => TypedResults.Ok(new TimeBody { Now = clock.GetUtcNow() });

    private static Ok<PolicyBody> Policy(HttpContext http, PublicPolicy policy, ClientAdvice advice) => TypedResults.Ok(new PolicyBody
    {
        Passcode = new PolicyBody.PasscodeFacts { MinLength = policy.Passcode.MinLength, MaxLength = policy.Passcode.MaxLength },
        SecondFactor = new PolicyBody.SecondFactorFacts { Required = policy.SecondFactorRequired, StepSeconds = [30, 60] },
        Session = new PolicyBody.SessionFacts
        {
            IdleSeconds = (long)policy.SessionIdle.TotalSeconds,
            AbsoluteSeconds = (long)policy.SessionAbsolute.TotalSeconds,
        },
        Client = FactsOf(ClientAgent.ReleaseOf(http.Request.Headers.UserAgent), advice),
    });

    private static PolicyBody.ClientFacts? FactsOf(ClientRelease? client, ClientAdvice advice)
    {
        if (client is null) return null;

        var isAdvised = advice.Advised.TryGetValue(client.Name, out var advised);
        var hasMinimum = advice.Minimum.TryGetValue(client.Name, out var minimum);
        var (standing, words) = (advice.Judge(client), advice.WordsFor(client.Name));
        return !isAdvised && !hasMinimum ? null : new PolicyBody.ClientFacts
        {
            Name = client.Name,
            Standing = standing is ClientStanding.TooOld ? "too-old" : standing is ClientStanding.Old ? "old" : "current",
            Advised = isAdvised ? advised.ToString() : null,
            Minimum = hasMinimum ? minimum.ToString() : null,
            Message = words.Message,
            UpdateAt = words.UpdateAt?.AbsoluteUri,
        };
    }
}
