namespace OrleansEntry.Storage.Embedded;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void A_missing_folder_is_created_for_its_owner_alone_with_a_format_file()
    {
        var path = _temporary.New("deep/er/data");

        using var folder = DataFolder.Open(path);

        Assert.Equal(path, folder.Path);
        Assert.Equal("orleans-entry 1\n", File.ReadAllText(Path.Combine(path, "format")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("lock")]
    [InlineData("format.new")]
    public void An_empty_folder_or_one_whose_first_start_died_becomes_a_data_folder(string? leftover)
    {
        if (leftover is not null) File.WriteAllText(Path.Combine(_temporary.Path, leftover), "orl");

        DataFolder.Open(_temporary.Path).Dispose();

        Assert.Equal("orleans-entry 1\n", File.ReadAllText(Path.Combine(_temporary.Path, "format")));
    }

    [Theory]
    [InlineData("orleans-entry 1\n")]
    [InlineData("orleans-entry 1\r\n")]
    [InlineData("orleans-entry 1")]
    public void A_data_folder_opens_again_with_everything_in_it(string format)
    {
        File.WriteAllText(Path.Combine(_temporary.Path, "format"), format);
        File.WriteAllText(Path.Combine(_temporary.Path, "other"), "kept");

        DataFolder.Open(_temporary.Path).Dispose();
        using var folder = DataFolder.Open(_temporary.Path);

        Assert.Equal("kept", File.ReadAllText(Path.Combine(_temporary.Path, "other")));
        Assert.Equal(format, File.ReadAllText(Path.Combine(_temporary.Path, "format")));
    }

    [Fact]
    public void Subfolders_are_made_once_for_the_owner_alone()
    {
        using var folder = DataFolder.Open(_temporary.New());

        var keys = folder.Subfolder("keys");

        Assert.Equal(Path.Combine(folder.Path, "keys"), keys);
        Assert.Equal(keys, folder.Subfolder("keys"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        Assert.Throws<ArgumentException>(() => folder.Subfolder("../keys"));
        Assert.Throws<ArgumentException>(() => folder.Subfolder(""));
    }

    [Fact]
    public void A_subfolder_that_is_a_file_is_named()
    {
        using var folder = DataFolder.Open(_temporary.New());
        File.WriteAllText(Path.Combine(folder.Path, "keys"), "");

        var refusal = Assert.Throws<DataFolderException>(() => folder.Subfolder("keys"));

        Assert.Contains("keys", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_open_is_refused_to_others_until_it_is_closed()
    {
        var path = _temporary.New();
        var first = DataFolder.Open(path);

        AssertRefused(path, "in use by another process");

        first.Dispose();
        DataFolder.Open(path).Dispose();
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("entry.db")]
    [InlineData(".hidden")]
    public void A_folder_with_files_but_no_format_is_not_ours(string name)
    {
        File.WriteAllText(Path.Combine(_temporary.Path, name), "somebody's");

        AssertRefused(_temporary.Path, "not a data folder");
    }

    [Theory]
    [InlineData("orleans-entry 2\n", "newer")]
    [InlineData("orleans-entry 999\n", "newer")]
    [InlineData("orleans-entry 0\n", "does not say")]
    [InlineData("orleans-entry -1\n", "does not say")]
    [InlineData("orleans-entry\n", "does not say")]
    [InlineData("orleans-entry 1\norleans-entry 1\n", "does not say")]
    [InlineData("other 1\n", "does not say")]
    [InlineData("", "does not say")]
    [InlineData("\0\u00FF\u0001", "does not say")]
    public void A_format_that_is_newer_or_makes_no_sense_is_refused(string format, string reason)
    {
        File.WriteAllText(Path.Combine(_temporary.Path, "format"), format);

        AssertRefused(_temporary.Path, reason);
    }

    [Fact]
    public void A_format_file_that_is_endless_is_refused()
    {
        File.WriteAllText(Path.Combine(_temporary.Path, "format"), "orleans-entry 1" + new string('\n', 100));

        AssertRefused(_temporary.Path, "does not say");
    }

    [Fact]
    public void A_format_that_is_a_folder_cannot_be_read()
    {
        Directory.CreateDirectory(Path.Combine(_temporary.Path, "format"));

        AssertRefused(_temporary.Path, "cannot be read");
    }

    [Fact]
    public void A_path_that_is_a_file_or_lies_below_one_is_refused()
    {
        var file = _temporary.New("file");
        File.WriteAllText(file, "kept");

        Assert.Contains("is a file", Refusal(file).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be created", Refusal(Path.Combine(file, "data")).Message, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused()
    {
        // Not by modes: they do not hold back a test that runs as root.
        Directory.CreateDirectory(Path.Combine(_temporary.Path, "lock"));

        AssertRefused(_temporary.Path, "cannot be created or written");
    }

    private static void AssertRefused(string path, string reason)
    {
        var before = TemporaryFolder.Contents(path);

        var refusal = Refusal(path);

        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, TemporaryFolder.Contents(path));
    }

    private static DataFolderException Refusal(string path) => Assert.Throws<DataFolderException>(() => DataFolder.Open(path));
}
