using OrleansEntry.Contracts.SecurityCheck;
using OrleansEntry.Core.Risk;
using OrleansEntry.Gateway.SecurityCheck;

namespace OrleansEntry.Gateway.Registration;

/// <summary>Offers the check before a registration. There is no account yet that could decide which: Core decides by what the gateway
/// sees.</summary>
internal sealed class RegistrationChecks(NetworkPace pace, Checks checks, RiskPolicy policy)
{
    /// <summary>Offers a check under a new name. Drawing one costs more than asking for one, and no account keeps the pace here: the
    /// network's budget does.</summary>
    /// <param name="visitor">Who registers.</param>
    /// <param name="scope">What a pass will be good for.</param>
    /// <param name="wanted">The kind that the visitor would like; the work is as hard for each.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public async Task<(CheckBody? Check, Problem? Problem)> Offer(
        Visitor visitor, CheckScope scope, string? wanted, CancellationToken cancellationToken)
    {
        var beginning = await pace.Begin(visitor, CheckPurpose.Registration);
        if (beginning.Refusal is { } hasty) return (null, hasty);

        var visit = visitor.VisitAtDoor;
        var asked = RiskDecider.Decide(new RiskFacts
        {
            Purpose = RiskPurpose.Registration,
            NetworkUsedPercent = beginning.NetworkUsedPercent,
            MissingSigns = visit.MissingSigns,
            ClientIsOld = visit.ClientIsOld,
            Level = beginning.Level,
        }, policy);
        var demand = new CheckDemand { VisibleKind = wanted ?? asked.VisibleKind, Doublings = asked.Doublings };
        return (CheckBody.From(await checks.OpenNew(_ => scope, demand, cancellationToken)), null);
    }
}
