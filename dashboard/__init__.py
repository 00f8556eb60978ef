"""The Streamlit dashboard: pages, charts, file reading, jobs and the API client.

    app.py            what `streamlit run` serves: main.py, with our style sheet in the page
    main.py, views/   the pages; connection.py is where they meet the API and the jobs
    reading/          from an uploaded file to a table, and what its columns are for
    jobs/             scoring a whole file, with a journal; also a command
    results.py        a job's outcomes as a table
    insight/          what a scored file says: statistics from table to table
    charts/           from such tables to Altair
    review/           one judged review on the page
    downloads/        files, pictures and the report that a person takes away
    api/              the client, and the stack on this machine

Never here: torch, boto3, or knowledge of where the model runs. The dashboard knows one API URL.
"""
