using System.Security.Cryptography;
using System.Text;
using OrleansEntry.Core.Keys;

namespace OrleansEntry.Server.Keys;

/// <summary>The secrets that this process runs on. It never prints them.</summary>
internal sealed class DeploymentSecrets
{
    private readonly byte[] _deployment;

    private DeploymentSecrets(byte[] deployment, string currentPepper, IReadOnlyDictionary<string, byte[]> peppers) =>
        (_deployment, CurrentPepper, Peppers) = (deployment, currentPepper, peppers);

    /// <summary>The pepper that makes new hashes.</summary>
    public string CurrentPepper { get; }

    /// <summary>All peppers by id.</summary>
    public IReadOnlyDictionary<string, byte[]> Peppers { get; }

    /// <summary>New random secrets, for development.</summary>
    public static DeploymentSecrets New(string pepperId) => new(
        RandomNumberGenerator.GetBytes(DeploymentKeys.MinSecretBytes),
        pepperId,
        new Dictionary<string, byte[]> { [pepperId] = RandomNumberGenerator.GetBytes(DeploymentKeys.MinSecretBytes) });

    /// <summary>Reads the secrets that the settings give or point to.</summary>
    /// <exception cref="StartException">One is missing, short, given twice or not Base64. The sentence names settings,
    /// never values.</exception>
    public static DeploymentSecrets From(KeysOptions options)
    {
        if (string.Join(", ", options.Missing()) is { Length: > 0 } missing)
            throw new StartException($"The keys are incomplete: set {missing}.");
        if (!string.IsNullOrEmpty(options.Deployment) && !string.IsNullOrEmpty(options.DeploymentFile))
            throw new StartException("Both Keys:Deployment and Keys:DeploymentFile are set: keep one.");
        if (options.Peppers.Keys.Intersect(options.PepperFiles.Keys, StringComparer.OrdinalIgnoreCase).FirstOrDefault() is { } twice)
            throw new StartException($"Both Keys:Peppers:{twice} and Keys:PepperFiles:{twice} are set: keep one.");

        var peppers = options.Peppers.Select(p => (Id: p.Key, Key: Decode($"Keys:Peppers:{p.Key}", p.Value)))
            .Concat(options.PepperFiles.Select(p => (Id: p.Key, Key: DecodeFile($"Keys:PepperFiles:{p.Key}", p.Value))))
            .ToDictionary(p => p.Id, p => p.Key, StringComparer.Ordinal);

        if (!peppers.ContainsKey(options.CurrentPepper!))
            throw new StartException("Keys:CurrentPepper names no pepper of Keys:Peppers or Keys:PepperFiles.");

        var deployment = string.IsNullOrEmpty(options.DeploymentFile)
            ? Decode("Keys:Deployment", options.Deployment!)
            : DecodeFile("Keys:DeploymentFile", options.DeploymentFile);
        return new DeploymentSecrets(deployment, options.CurrentPepper!, peppers);
    }

    /// <summary>Reads what <see cref="ToFile"/> made.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static DeploymentSecrets FromFile(DevelopmentKeys file) => new(
        Decode("deployment", file.Deployment),
        file.PepperId,
        new Dictionary<string, byte[]> { [file.PepperId] = Decode("pepper", file.Pepper) });

    /// <summary>The form kept in a development server's data folder. It holds one pepper.</summary>
    public DevelopmentKeys ToFile() =>
        new(DevelopmentKeys.Text, Convert.ToBase64String(_deployment), CurrentPepper, Convert.ToBase64String(Peppers[CurrentPepper]));

    /// <summary>The keys that hang on the deployment's secret.</summary>
    public DeploymentKeys DeriveKeys() => new(_deployment);

    /// <summary>The key that seals the key ring on the disk, 32 bytes.</summary>
    public byte[] DeriveRingKey()
    {
        var key = new byte[RingCipher.KeyBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _deployment, key, [], Encoding.UTF8.GetBytes("orleans-entry/1/ring"));
        return key;
    }

    /// <summary>What each pepper is recognised by: 16 hex characters that say nothing of it.</summary>
    public IEnumerable<(string Id, string Fingerprint)> PepperFingerprints() => Peppers.Select(pepper =>
        (pepper.Key,
            Convert.ToHexStringLower(HMACSHA256.HashData(pepper.Value, Encoding.UTF8.GetBytes("orleans-entry/1/pepper-mark"))[..8])));

    /// <summary>Never the secrets.</summary>
    public override string ToString() => "[secrets]";

    private static byte[] DecodeFile(string setting, string path) =>
        Decode(setting, PrivateFile.Read(path, "key file"));

    private static byte[] Decode(string setting, string base64)
    {
        var key = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.Trim(), key, out var length) || length < DeploymentKeys.MinSecretBytes)
            throw new StartException($"{setting} must hold at least {DeploymentKeys.MinSecretBytes} random bytes in Base64 "
                + $"(for example from 'openssl rand -base64 {DeploymentKeys.MinSecretBytes}').");

        return key[..length];
    }
}
