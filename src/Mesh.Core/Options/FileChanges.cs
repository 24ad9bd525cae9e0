using System.Globalization;

namespace Mesh.Options;

/// <summary>
/// Tells when files have changed, and have come to rest: a look finds them as the look before it did, and not as they were taken
/// last. Looking again and again goes through links and mounts, where notices of the system do not. Not thread-safe.
/// </summary>
internal sealed class FileChanges
{
    private readonly Func<IEnumerable<string>> _files;
    private string _taken;
    private string _seen;

    /// <param name="files">Those that are looked at now; names of files that are not there count too.</param>
    public FileChanges(Func<IEnumerable<string>> files)
    {
        _files = files;
        _taken = _seen = Stamp();
    }

    /// <summary>True, once for each change: it is time to read the files.</summary>
    public bool Look()
    {
        var now = Stamp();
        var isSettled = now == _seen && now != _taken;
        _seen = now;
        if (isSettled)
            _taken = now;
        return isSettled;
    }

    private string Stamp() => string.Join('\n', _files().Select(Stamp));

    private static string Stamp(string file)
    {
        try
        {
            var link = new FileInfo(file);
            var info = link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? link;
            return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{info.FullName} {info.Length} {info.LastWriteTimeUtc.Ticks}") : "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
