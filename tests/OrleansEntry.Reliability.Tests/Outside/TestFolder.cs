namespace OrleansEntry.Reliability.Tests.Outside;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("entry-outside-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
