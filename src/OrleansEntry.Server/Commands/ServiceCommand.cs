using System.Globalization;
using OrleansEntry.Core.Trading;
using OrleansEntry.Gateway;

namespace OrleansEntry.Server.Commands;

/// <summary>Makes credentials for services, lets one take over from another, takes one away, and lists them. It asks no server: it reads
/// the settings as a gateway would, and prints what to set or to take away. Settings hold hashes alone; a secret is shown once, when
/// it is made.</summary>
internal static class ServiceCommand
{
    /// <summary>Makes the first credential of a service: <c>service new NAME SCOPE...</c>.</summary>
    /// <param name="name">The service's name.</param>
    /// <param name="scopes">What it may do.</param>
    /// <param name="output">Hears the secret, this once, and the settings.</param>
    /// <param name="errors">Hears what is wrong.</param>
    /// <returns>0, or 2 when name or scopes are none.</returns>
    public static int New(string name, IReadOnlyList<string> scopes, TextWriter output, TextWriter errors)
    {
        var secret = ServiceSecret.IsName(name) ? ServiceSecret.New(name) : null;
        var kept = secret is null ? "" : KeptSecret.Of(secret).ToString();
        if (!KnownService.TryRead(name, scopes, [kept], out var service, out var rule)) return Refuse(errors, $"A service {rule}.");

        output.WriteLine($"Give this to the service; it is shown only now:\n  {secret!.Reveal()}");
        output.WriteLine("Set this for every gateway, and restart them:");
        for (var i = 0; i < service.Scopes.Count; i++) output.WriteLine($"  {Setting(name)}:Scopes:{i} = {service.Scopes[i]}");
        WriteSecrets(service, output);
        return 0;
    }

    /// <summary>Makes a new secret that takes over from the one that works: <c>service rotate NAME [DAYS]</c>.</summary>
    /// <param name="gateway">The gateway's settings.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="overlap">How long the old one goes on working; zero when it leaked.</param>
    /// <param name="now">When.</param>
    /// <param name="output">Hears the secret, this once, and the settings.</param>
    /// <param name="errors">Hears what is wrong.</param>
    /// <returns>0, or 2 when there is no such service, or it is being rotated.</returns>
    public static int Rotate(
        GatewayOptions gateway, string name, TimeSpan overlap, DateTimeOffset now, TextWriter output, TextWriter errors)
    {
        if (Find(gateway, name) is not { } service) return RefuseUnknown(errors, name);

        var secret = ServiceSecret.New(name);
        if (service.Rotated(KeptSecret.Of(secret), now, overlap) is not { } next)
            return Refuse(errors, $"Two secrets of '{name}' work now. Wait for the end that service list shows, or rotate with 0 days.");

        output.WriteLine($"Give this to the service; it is shown only now:\n  {secret.Reveal()}");
        output.WriteLine("Set this for every gateway in place of the service's secrets, and restart them:");
        WriteSecrets(next, output);
        output.WriteLine(next.Secrets.Length > 1
            ? "Until then the old secret works too; afterwards it is refused, even where its setting still stands."
            : "From then on the old secret is refused.");
        return 0;
    }

    /// <summary>Takes a service away, with all its secrets: <c>service remove NAME</c>. Like every command here it says what to do with the
    /// settings, and what holds until then.</summary>
    /// <param name="gateway">The gateway's settings.</param>
    /// <param name="name">The service's name.</param>
    /// <param name="output">Hears what to take away, and what then is over.</param>
    /// <param name="errors">Hears what is wrong.</param>
    /// <returns>0, or 2 when there is no such service.</returns>
    public static int Remove(GatewayOptions gateway, string name, TextWriter output, TextWriter errors)
    {
        if (Find(gateway, name) is not { } service) return RefuseUnknown(errors, name);

        output.WriteLine("Take this away from the settings of every gateway, with all that stands below it, and restart them:");
        output.WriteLine($"  {Setting(name)}");
        output.WriteLine($"Until then '{name}' goes on working. From then on each of its secrets is refused, and nobody may in its name: "
            + $"{string.Join(", ", service.Scopes)}.");
        return 0;
    }

    /// <summary>Lists names, scopes and ends: <c>service list</c>.</summary>
    /// <param name="gateway">The gateway's settings.</param>
    /// <param name="now">When.</param>
    /// <param name="output">Hears them; never a secret, and of a hash no more than tells it from another.</param>
    /// <returns>0.</returns>
    public static int List(GatewayOptions gateway, DateTimeOffset now, TextWriter output)
    {
        if (gateway.Services.Count == 0) output.WriteLine("There are no services in the settings.");
        foreach (var service in gateway.KnownServices().OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            output.WriteLine($"{service.Name}: {string.Join(", ", service.Scopes)}");
            foreach (var secret in service.Secrets) output.WriteLine($"  secret {secret.Mark}… {StateOf(secret, now)}");
        }

        return 0;
    }

    private static string StateOf(KeptSecret secret, DateTimeOffset now) => secret.Until is not { } until
        ? "works, without an end"
        : (secret.Works(now) ? "works until " : "ended at ")
            + until.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static void WriteSecrets(KnownService service, TextWriter output)
    {
        for (var i = 0; i < service.Secrets.Length; i++) output.WriteLine($"  {Setting(service.Name)}:Secrets:{i} = {service.Secrets[i]}");
    }

    private static string Setting(string name) => $"{GatewayOptions.Section}:{nameof(GatewayOptions.Services)}:{name}";

    private static KnownService? Find(GatewayOptions gateway, string name) =>
        gateway.KnownServices().FirstOrDefault(known => known.Name == name);

    private static int RefuseUnknown(TextWriter errors, string name) =>
        Refuse(errors, $"There is no service '{name}' in the settings: service list shows those that are.");

    private static int Refuse(TextWriter errors, string sentence)
    {
        errors.WriteLine(sentence);
        return 2;
    }
}
