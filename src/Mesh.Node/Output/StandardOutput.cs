using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Node.Output;

/// <summary>stdout of a command that writes results: failing writes end it.</summary>
internal static class StandardOutput
{
    /// <summary>Makes writes of <see cref="Console.Out"/> fail with <see cref="OutputFailedException"/>.</summary>
    public static void Guard()
    {
        if (!Console.IsOutputRedirected)
            return;
        Console.SetOut(new StreamWriter(new GuardedStream(Open()), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        {
            AutoFlush = true,
        });
    }

    /// <summary>
    /// The console's own stream passes over a reader that is gone; one on the handle tells. On a file it would write where
    /// it began, over what a neighbour wrote to the same file since.
    /// </summary>
    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var handle = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return handle.CanSeek ? Console.OpenStandardOutput() : handle;
    }
}
