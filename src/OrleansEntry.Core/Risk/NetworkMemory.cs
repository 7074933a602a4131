using System.Collections.Immutable;
using OrleansEntry.Core.Accounts;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Core.Risk;

/// <summary>The networks that an account was entered from: short keyed names, never addresses, the newest last. Pure.</summary>
public static class NetworkMemory
{
    /// <summary>Length of a name: 16 lower-case hex characters, 64 bits of a keyed hash. Enough to tell twenty networks apart.</summary>
    public const int NameLength = 16;

    /// <summary>The name of a client's network.</summary>
    public static string NameOf(string network, DeploymentKeys keys) => keys.NameNetwork(network)[..NameLength];

    /// <summary>Whether the account was entered from a network. One that is not known was not.</summary>
    public static bool Knows(Account account, string name) => name.Length > 0 && account.Networks.Contains(name);

    /// <summary>After an admission: the network is the newest one. It rides in the admission's own write.</summary>
    public static Account Remember(Account account, string name, RiskPolicy policy)
    {
        if (name.Length == 0 || account.Networks is [.., var newest] && newest == name) return account;

        var others = account.Networks.Remove(name);
        var tooMany = Math.Max(0, others.Length + 1 - policy.MaxNetworks);
        return account with { Networks = [.. others.Skip(tooMany), name] };
    }
}
