using System.Threading.Channels;
using Mesh.Node.Disk;

namespace Mesh.Node.Access;

/// <summary>Appends lines to a file, on a thread of its own. When the disk does not keep up, lines are lost, and counted. Thread-safe.</summary>
internal sealed class AuditFile : IAsyncDisposable
{
    private const int MostWaiting = 10_000;

    private readonly string _path;
    private readonly Action<string> _trouble;
    private readonly Channel<string?> _lines = Channel.CreateBounded<string?>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly Task _writing;
    private StreamWriter _file;
    private long _lost;

    /// <param name="trouble">Told why nothing can be written, once for each time that it begins.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public AuditFile(string path, Action<string> trouble)
    {
        _path = path;
        _trouble = trouble;
        _file = Open(path);
        _writing = Task.Run(WriteAsync);
    }

    public long Lost => Interlocked.Read(ref _lost);

    public void Write(string line)
    {
        if (!_lines.Writer.TryWrite(line))
            Interlocked.Increment(ref _lost);
    }

    /// <summary>What comes goes to the file that has the name then: the one of before was moved away.</summary>
    public void Reopen() => _lines.Writer.TryWrite(null);

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private static StreamWriter Open(string path) =>
        new(PrivateFile.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));

    private async Task WriteAsync()
    {
        var isWell = true;
        while (await _lines.Reader.WaitToReadAsync())
        {
            var taken = 0;
            try
            {
                while (_lines.Reader.TryRead(out var line))
                {
                    taken++;
                    if (line is null)
                        await ReopenAsync();
                    else
                        await _file.WriteLineAsync(line);
                }

                await _file.FlushAsync();
                isWell = true;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                Interlocked.Add(ref _lost, taken);
                if (isWell)
                    _trouble(fault.Message);
                isWell = false;
            }
        }
    }

    private async Task ReopenAsync()
    {
        // The one that is open goes on being used when no other can be had.
        var next = Open(_path);
        await _file.DisposeAsync();
        _file = next;
    }
}
