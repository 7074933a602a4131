namespace OrleansEntry.Server.Keys;

/// <summary>Section <c>Keys</c>: the deployment's secrets, or the files that hold them. It never prints them.</summary>
/// <remarks>Development may leave all of it out and gets secrets of its own, once, in its data folder. Production may not.</remarks>
internal sealed class KeysOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Keys";

    /// <summary>The deployment's secret: at least 32 random bytes in Base64. All names and stored codes hang on it:
    /// it never changes.</summary>
    public string? Deployment { get; set; }

    /// <summary>A file that holds it instead.</summary>
    public string? DeploymentFile { get; set; }

    /// <summary>Peppers of passcode hashes: id (1 to 16 of <c>a-z 0-9 -</c>) to at least 32 random bytes in Base64. 1 to 16.</summary>
    public Dictionary<string, string> Peppers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Files that hold peppers instead, by id.</summary>
    public Dictionary<string, string> PepperFiles { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The pepper that makes new hashes; the others only verify.</summary>
    public string? CurrentPepper { get; set; }

    /// <summary>Whether any of it is set.</summary>
    public bool AreGiven =>
        HasDeployment || HasPeppers || !string.IsNullOrEmpty(CurrentPepper);

    /// <summary>Whether the deployment's secret is set.</summary>
    public bool HasDeployment => !string.IsNullOrEmpty(Deployment) || !string.IsNullOrEmpty(DeploymentFile);

    /// <summary>Whether there is a pepper.</summary>
    public bool HasPeppers => Peppers.Count + PepperFiles.Count > 0;

    /// <summary>The settings that are still missing.</summary>
    public IEnumerable<string> Missing()
    {
        if (!HasDeployment) yield return "Keys:Deployment (or Keys:DeploymentFile)";
        if (!HasPeppers) yield return "Keys:Peppers:<id> (or Keys:PepperFiles:<id>)";
        if (string.IsNullOrEmpty(CurrentPepper)) yield return "Keys:CurrentPepper";
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() => "[keys]";
}
