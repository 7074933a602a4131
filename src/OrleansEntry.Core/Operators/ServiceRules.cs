using OrleansEntry.Core.Risk;

namespace OrleansEntry.Core.Operators;

/// <summary>What operators decide for the whole service. Pure. Whether they may was decided before
/// (<see cref="OperatorRules.Begin"/>).</summary>
public static class ServiceRules
{
    /// <summary>Longest time for which a level is set.</summary>
    public static readonly TimeSpan LongestAttack = TimeSpan.FromDays(7);

    /// <summary>Longest document of a list that operators set, in characters.</summary>
    public const int MaxDocumentLength = 32 * 1024;

    /// <summary>Ends every session that began by now. A clock that was set back ends none again that began since.</summary>
    public static ServiceState EndAllSessions(ServiceState service, DateTimeOffset now) =>
        service.SessionsEndedThrough >= now ? service : Next(service) with { SessionsEndedThrough = now };

    /// <summary>Sets the lowest level of attack for a while; calm takes back what was set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not positive or too long: a fault of the caller.</exception>
    public static ServiceState SetAttack(ServiceState service, AttackLevel level, TimeSpan time, DateTimeOffset now)
    {
        if (level is AttackLevel.Calm) return Next(service) with { Attack = null };

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(time, LongestAttack);
        return Next(service) with { Attack = new ForcedLevel(level, now + time) };
    }

    /// <summary>Sets a list; <see langword="null"/> goes back to the settings.</summary>
    /// <exception cref="ArgumentException">The list is too long: a fault of the caller.</exception>
    public static ServiceState SetList(ServiceState service, ServiceList list, string? document)
    {
        if (document?.Length > MaxDocumentLength)
            throw new ArgumentException("The gateway reads lists with their limit.", nameof(document));

        return list switch
        {
            ServiceList.OfficialAddresses => Next(service) with { OfficialAddresses = document },
            ServiceList.ClientVersions => Next(service) with { ClientVersions = document },
            _ => Next(service) with { Services = document },
        };
    }

    private static ServiceState Next(ServiceState service) => service with { Version = service.Version + 1 };
}

/// <summary>The lists that operators keep.</summary>
public enum ServiceList
{
    /// <summary>The official addresses.</summary>
    OfficialAddresses,

    /// <summary>Advised and minimum versions of clients.</summary>
    ClientVersions,

    /// <summary>Services and their credentials.</summary>
    Services,
}
