# Runs one openssl for the Go program at the other end of standard input and output, and
# ends it when that program is gone: at the end of standard input, however it came.
#
# Both directions carry frames: a letter, a length of 4 bytes, big-endian, and so many bytes.
#
#	in	F name NUL content	write a file into the directory that openssl runs in
#		R arguments, NUL between	run openssl to its end: r
#		S arguments, NUL between	start openssl as a server
#		D bytes	for the standard input of the server: A when they are written
#		C	tell when the server has read all of them: c
#		B	everything is to come first that the server has written: b; what it has
#			not read is thrown away
#	out	r code NUL output	what it printed, with its exit code
#		O bytes, E bytes	what the server wrote to its standard output, standard error
#		A number	so many bytes of D are written
#		c, b	see above
#		X text	the server has ended, and how
use strict;
use warnings;
use Fcntl;
use POSIX ();

my ($openssl) = @ARGV;
my $time_for_command = 20;    # seconds
my $look_again       = 0.001; # seconds, while the server reads what it was sent

my $dir = directory();
my ( $server, $command );     # process ids
my ( $to, $to_end, $from, $errors );    # pipes; to_end is the end that the server reads
my ( $received, $waiting, $written, $closing ) = ( '', '', 0, 0 );

$SIG{INT} = $SIG{HUP} = $SIG{PIPE} = 'IGNORE';    # it is standard input that tells
$SIG{TERM} = sub { leave(0) };
$ENV{OPENSSL_CONF} = '/dev/null';                 # what the machine restricts is no part of a profile
binmode STDIN;
binmode STDOUT;
chdir $dir or leave("$dir: $!");
turn() while 1;

sub turn {
    my ( $r, $w ) = ( '', '' );
    vec( $r, fileno STDIN, 1 ) = 1;
    for my $pipe ( grep { defined } $from, $errors ) { vec( $r, fileno $pipe, 1 ) = 1 }
    vec( $w, fileno $to, 1 ) = 1 if length $waiting;
    my $n = select( $r, $w, undef, $closing ? $look_again : undef );
    return if $n < 0;
    collect( 0 );
    feed() if length $waiting;
    if ( $closing && !length $waiting && !readable($to_end) ) {
        $closing = 0;
        put('c');
    }
    listen_to_caller() if vec( $r, fileno STDIN, 1 );
}

sub listen_to_caller {
    my $n = sysread STDIN, $received, 1 << 16, length $received;
    leave(0) if !$n;
    while ( length $received >= 5 ) {
        my ( $kind, $size ) = unpack 'aN', $received;
        last if length $received < 5 + $size;
        my $body = substr $received, 5, $size;
        substr( $received, 0, 5 + $size ) = '';
        obey( $kind, $body );
    }
}

sub obey {
    my ( $kind, $body ) = @_;
    if    ( $kind eq 'F' ) { write_file( split /\0/, $body, 2 ) }
    elsif ( $kind eq 'R' ) { put( 'r', run( split /\0/, $body, -1 ) ) }
    elsif ( $kind eq 'S' ) { start( split /\0/, $body, -1 ) }
    elsif ( $kind eq 'D' ) { $waiting .= $body if $to; feed() }
    elsif ( $kind eq 'C' ) { $closing = $to ? 1 : 0; put('c') if !$to }
    elsif ( $kind eq 'B' ) { barrier() }
    else                   { leave("frame $kind is not known") }
}

# What a server has written before a connection of it ended is in the pipes by then.
sub barrier {
    collect( 1 );
    ( $waiting, $closing ) = ( '', 0 );
    while ( $to && readable($to_end) ) { sysread $to_end, my $unread, 1 << 16 or last }
    put('b');
}

# collect hands on what is in the pipes: some of it, or all.
sub collect {
    my ($all) = @_;
    drain( \$from,   'O', $all ) if $from;
    drain( \$errors, 'E', $all ) if $errors;
    ended() if $server && !$from && !$errors;
}

sub drain {
    my ( $pipe, $kind, $all ) = @_;
    do {
        my $n = sysread $$pipe, my $bytes, 1 << 15;
        if ( defined $n && $n == 0 ) { close $$pipe; undef $$pipe; return }
        return if !defined $n;
        put( $kind, $bytes );
    } while $all;
}

sub feed {
    return if !$to || !length $waiting;
    my $n = syswrite $to, $waiting;
    return if !defined $n;
    substr( $waiting, 0, $n ) = '';
    put( 'A', pack 'N', $n );
}

sub ended {
    waitpid $server, 0;
    my $how = $? & 127 ? 'signal ' . ( $? & 127 ) : 'exit status ' . ( $? >> 8 );
    close $to;
    close $to_end;
    undef $server;
    undef $to;
    put('c') if $closing;
    ( $waiting, $closing ) = ( '', 0 );
    put( 'X', $how );
}

sub start {
    my @args = @_;
    pipe( $to_end, $to ) && pipe( $from, my $out ) && pipe( $errors, my $err ) or leave("pipe: $!");
    fork_openssl( \$server, $to_end, $out, $err, @args );
    unblock($_) for $to, $from, $errors;
}

sub run {
    my @args = @_;
    open my $null, '<', '/dev/null' or leave("/dev/null: $!");
    pipe( my $from, my $out ) or leave("pipe: $!");
    fork_openssl( \$command, $null, $out, $out, @args );
    close $out;
    my $output = '';
    local $SIG{ALRM} = sub { kill 'KILL', $command };
    alarm $time_for_command;
    while ( my $n = sysread $from, $output, 1 << 15, length $output ) { }
    waitpid $command, 0;
    alarm 0;
    undef $command;
    return ( $? >> 8 || $? ) . "\0$output";
}

sub fork_openssl {
    my ( $pid, $in, $out, $err, @args ) = @_;
    $$pid = fork;    # in one statement, between which no signal is looked at
    leave("fork: $!") if !defined $$pid;
    return if $$pid;
    open STDIN,  '<&', $in  or POSIX::_exit(126);
    open STDOUT, '>&', $out or POSIX::_exit(126);
    open STDERR, '>&', $err or POSIX::_exit(126);
    { no warnings 'exec'; exec {$openssl} $openssl, @args }
    syswrite STDERR, "$openssl: $!\n";
    POSIX::_exit(127);
}

sub unblock {
    my ($pipe) = @_;
    fcntl $pipe, F_SETFL, fcntl( $pipe, F_GETFL, 0 ) | O_NONBLOCK or leave("fcntl: $!");
}

sub readable {
    my ($pipe) = @_;
    my $r = '';
    vec( $r, fileno $pipe, 1 ) = 1;
    return select( $r, undef, undef, 0 ) > 0;
}

sub put {
    my ( $kind, $body ) = @_;
    $body = '' if !defined $body;
    my $frame = pack( 'aN', $kind, length $body ) . $body;
    while ( length $frame ) {
        my $n = syswrite STDOUT, $frame;
        leave(0) if !defined $n;
        substr( $frame, 0, $n ) = '';
    }
}

sub write_file {
    my ( $name, $content ) = @_;
    sysopen my $file, $name, O_WRONLY | O_CREAT | O_TRUNC, 0600 or leave("$name: $!");
    binmode $file;
    print {$file} $content or leave("$name: $!");
    close $file            or leave("$name: $!");
}

sub directory {
    my $parent = $ENV{TMPDIR} || '/tmp';
    for my $n ( 0 .. 99 ) {
        my $name = "$parent/legacytls-openssl-$$-$n";
        return $name if mkdir $name, 0700;
        die "$name: $!\n" if !$!{EEXIST};
    }
    die "$parent: no directory could be made there\n";
}

# leave ends what it started, removes its files, and says why if something is wrong.
sub leave {
    my ($why) = @_;
    for my $pid ( grep { defined } $server, $command ) {
        kill 'KILL', $pid and waitpid $pid, 0;
    }
    if ( opendir my $files, $dir ) {
        unlink map { "$dir/$_" } grep { !/^\.\.?$/ } readdir $files;
        chdir '/';
        rmdir $dir;
    }
    print STDERR "$why\n" if $why;
    exit( $why ? 1 : 0 );
}
