using OrleansEntry.Core.Trading;

namespace OrleansEntry.Server.Commands;

/// <summary>Makes a credential for a service: <c>service new NAME SCOPE...</c>. It asks no server: what it prints is put into the settings
/// of every gateway, which hold the hash alone.</summary>
internal static class ServiceCommand
{
    /// <summary>Makes one.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="scopes">What it may do; none for the second secret of a service that is known already.</param>
    /// <param name="output">Hears the secret, this once, and the settings.</param>
    /// <param name="errors">Hears what is wrong.</param>
    /// <returns>0, or 2 when name or scopes are none.</returns>
    public static int New(string name, IReadOnlyList<string> scopes, TextWriter output, TextWriter errors)
    {
        if (!ServiceSecret.IsName(name))
        {
            errors.WriteLine("A service's name is 1 to 32 of a-z, 0-9 and '-'.");
            return 2;
        }

        if (scopes.FirstOrDefault(scope => !ServiceScope.All.Contains(scope)) is { } unknown)
        {
            errors.WriteLine($"There is no scope '{unknown}'; "
                + $"there are {string.Join(", ", ServiceScope.All.Order(StringComparer.Ordinal))}.");
            return 2;
        }

        var secret = ServiceSecret.New(name);
        output.WriteLine($"Give this to the service; it is shown only now:\n  {secret.Reveal()}");
        output.WriteLine("Set this for every gateway, with the next free number where there is one already, and restart them:");
        for (var i = 0; i < scopes.Count; i++) output.WriteLine($"  Gateway:Services:{name}:Scopes:{i} = {scopes[i]}");
        output.WriteLine($"  Gateway:Services:{name}:Secrets:0 = {Convert.ToHexStringLower(secret.Hash())}");
        return 0;
    }
}
