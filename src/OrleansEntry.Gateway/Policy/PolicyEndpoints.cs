using System.Collections.Immutable;

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
        routes.MapGet("/time", Time).WithTags("Policy").Describe("The server's time", "To find a phone clock that is off.");
        routes.MapGet("/policy", Policy).WithTags("Policy")
            .Describe("The rules", "What new passcodes, second factors and sessions keep to.");
    }

    private static Ok<TimeBody> Time(TimeProvider clock) => TypedResults.Ok(new TimeBody { Now = clock.GetUtcNow() });

    private static Ok<PolicyBody> Policy(PublicPolicy policy) => TypedResults.Ok(new PolicyBody
    {
        Passcode = new PolicyBody.PasscodeFacts { MinLength = policy.Passcode.MinLength, MaxLength = policy.Passcode.MaxLength },
        SecondFactor = new PolicyBody.SecondFactorFacts { Required = policy.SecondFactorRequired, StepSeconds = [30, 60] },
        Session = new PolicyBody.SessionFacts
        {
            IdleSeconds = (long)policy.SessionIdle.TotalSeconds,
            AbsoluteSeconds = (long)policy.SessionAbsolute.TotalSeconds,
        },
    });
}
