using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace OrleansEntry.Server.Keys;

/// <summary>The folder <c>keys</c> of a data folder: development secrets, the mark of the secret that the data was made with, and the
/// key ring. A damaged file stops the start and is left as it is; nothing is ever made anew in the place of something lost.</summary>
internal sealed class KeyFolder(string path)
{
    private const string PepperId = "development";

    private readonly string _developmentFile = Path.Combine(path, "development.json");
    private readonly string _markFile = Path.Combine(path, "deployment");

    /// <summary>Where the key ring's files are.</summary>
    public string RingPath { get; } = Path.Combine(path, "ring");

    /// <summary>The secrets to run on: the configured ones, or a development server's own, made at its first start.</summary>
    /// <param name="options">What is configured.</param>
    /// <param name="isDevelopment">Whether this server may make its own.</param>
    /// <exception cref="StartException">There are none, they are damaged, or the data was made with others.</exception>
    public DeploymentSecrets Open(KeysOptions options, bool isDevelopment)
    {
        if (!isDevelopment && File.Exists(_developmentFile))
            throw new StartException($"The data folder holds development secrets ('{_developmentFile}'), so it is not for production: "
                + "choose another folder by Storage:Path.");

        var secrets = options.AreGiven || !isDevelopment ? DeploymentSecrets.From(options) : OpenDevelopment();
        Recognise(_markFile, secrets.DeriveKeys().Fingerprint, "deployment secret", "Keys:Deployment");
        foreach (var (id, fingerprint) in secrets.PepperFingerprints())
            Recognise(Path.Combine(path, $"pepper-{id}"), fingerprint, $"pepper '{id}'", $"Keys:Peppers:{id}");
        return secrets;
    }

    /// <summary>The secrets that a server of this folder runs on. Makes and marks nothing.</summary>
    /// <exception cref="StartException">There are none yet, they are damaged, or the data was made with others.</exception>
    public DeploymentSecrets Read(KeysOptions options, bool isDevelopment)
    {
        if (!File.Exists(_markFile))
            throw new StartException($"There are no keys in '{path}': start the server once, or correct Storage:Path.");

        return Open(options, isDevelopment);
    }

    /// <summary>Looks at every file of the key ring: one that cannot be read would otherwise be replaced by a new key in silence, and
    /// everything sealed with it would be lost.</summary>
    /// <exception cref="StartException">A file is damaged.</exception>
    public void CheckRing(RingCipher cipher)
    {
        foreach (var file in Directory.EnumerateFiles(PrivateFile.Folder(RingPath), "*.xml"))
        {
            try
            {
                var key = XElement.Parse(PrivateFile.Read(file, "key file"));
                if (key.Name.LocalName is not ("key" or "revocation")) throw new XmlException("neither a key nor a revocation");
                var secrets = key.Descendants(RingCipher.ElementName).ToList();
                if (key.Name.LocalName == "key" && secrets.Count == 0) throw new XmlException("no sealed secret");
                foreach (var secret in secrets) cipher.Open(secret);
            }
            catch (Exception e) when (e is XmlException or System.Security.Cryptography.CryptographicException or FormatException)
            {
                throw new StartException($"The key file '{file}' is damaged: restore it from a backup.", e);
            }
        }
    }

    private DeploymentSecrets OpenDevelopment()
    {
        if (!File.Exists(_developmentFile))
        {
            // Looked at again: another process of the deployment may have made both in between.
            if (File.Exists(_markFile) && !File.Exists(_developmentFile))
                throw new StartException($"The key file '{_developmentFile}' is missing although the data was made with keys: restore it "
                    + "from a backup, set the section Keys, or choose another folder.");

            PrivateFile.WriteUnlessThere(
                _developmentFile, JsonSerializer.Serialize(DeploymentSecrets.New(PepperId).ToFile(), KeysJson.Default.DevelopmentKeys));
        }

        try
        {
            return JsonSerializer.Deserialize(PrivateFile.Read(_developmentFile, "key file"), KeysJson.Default.DevelopmentKeys) is { } file
                ? DeploymentSecrets.FromFile(file)
                : throw new JsonException("null");
        }
        catch (Exception e) when (e is JsonException or StartException { InnerException: null })
        {
            throw new StartException(
                $"The key file '{_developmentFile}' is damaged: restore it from a backup or choose another folder.", e);
        }
    }

    // Another secret would give every account another name, another pepper would fit no hash: all would seem gone or wrong, and nobody
    // would know why.
    private static void Recognise(string markFile, string fingerprint, string what, string setting)
    {
        PrivateFile.WriteUnlessThere(markFile, fingerprint + "\n");

        var mark = PrivateFile.Read(markFile, "key file").TrimEnd();
        if (mark.Length != fingerprint.Length || !mark.All(char.IsAsciiHexDigitLower))
            throw new StartException($"The key file '{markFile}' is damaged: restore it from a backup.");
        if (mark != fingerprint)
            throw new StartException($"The data was made with another {what} (fingerprint {mark}, given {fingerprint}): "
                + $"set the right one in {setting} or choose another folder.");
    }
}
